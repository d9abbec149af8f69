import ImageData

// Settings of what happens to the pixels of training images, besides flips and crops.

extension RecipeField {
  package static let cutout = RecipeField(
    \.training.augmentation.jitter.cutout, .whole(1...128, unit: "pixels"), key: "cutout", option: "cutout",
    absent: "none", help: "cut a square of so many pixels a side out of each training image (none)"
  ).keptWhereNotDefault()

  package static let brightness = RecipeField(
    \.training.augmentation.jitter.brightness, .share("B"), key: "brightness", option: "brightness",
    help: "multiply the values of each training image by 1 - B to 1 + B (0)"
  ).keptWhereNotDefault()

  package static let contrast = RecipeField(
    \.training.augmentation.jitter.contrast, .share("C"), key: "contrast", option: "contrast",
    help: "multiply their distance to the image's mean by 1 - C to 1 + C (0)"
  ).keptWhereNotDefault()

  package static let mixup = RecipeField(
    \.training.augmentation.jitter.mixup, .number("ALPHA", in: 0.001...1000), key: "mixup", option: "mixup",
    absent: "none", help: "mix each training image and its label with another by a share from Beta(ALPHA, ALPHA) (none)"
  ).keptWhereNotDefault()

  static let ofJitter = [cutout, brightness, contrast, mixup]
}
