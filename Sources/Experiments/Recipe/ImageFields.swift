import ImageData

// Settings of the images: which set, and how a network sees them.

extension RecipeField {
  package static let data = RecipeField(
    \.data, .text("SRC"), key: "data", option: "data", help: "where the images come from (auto)"
  ).elsewhere().definingSteps()

  package static let size = RecipeField(
    \.reading.size, .whole(8...256, unit: "pixels", choices: ReadOptions.sizes), key: "size", option: "size",
    help: "scale the images to so many pixels a side (32)"
  ).definingSteps()

  package static let fit = RecipeField(
    \.reading.pictures.fit, .choice(), key: "fit", option: "fit-to",
    help: "how pictures that are not square become so (crop)"
  ).definingSteps().keptWhereNotDefault()

  package static let exif = RecipeField(
    \.reading.pictures.exif, .choice(), key: "exif", option: "exif",
    help: "whether pictures are turned as their EXIF orientation says (on)"
  ).definingSteps().keptWhereNotDefault()

  package static let labels = RecipeField(
    \.reading.labels, .choice(), key: "labels", option: "labels",
    help: "which labels count where a set has two of each image, as CIFAR-100 (fine)"
  ).definingSteps().keptWhereNotDefault()

  package static let valid = RecipeField(
    \.reading.split.valid, .heldOut, key: "valid", option: "valid", absent: "as the set is",
    help: "validate on this share of the training images (0.2 where there are no others)"
  ).definingSteps().fact("held out") { $0.reading.split.summary ?? "as the set is" }

  package static let test = RecipeField(
    \.reading.split.test, .heldOut, key: "test", option: "test", absent: "none",
    help: "leave this share of the training images aside for the end: eval --test"
  ).definingSteps().withoutFact()

  package static let splitSeed = RecipeField(
    \.reading.split.seed, .seed, key: "splitSeed", option: "split-seed",
    help: "which images are held out: by what each file holds and this (0)"
  ).definingSteps().keptWhereNotDefault().withoutFact()

  /// Which images are held out, where the set does not say it.
  package static let ofSplits = [valid, test, splitSeed]

  package static let subset = RecipeField(
    \.subset, .whole(1...(.max), unit: "images"), key: "subset", option: "subset", absent: "all",
    help: "train on N images, chosen by the seed, all classes alike"
  ).row(70, "images to train on, all classes alike; empty: all. Try ideas on a small set first").definingSteps()

  package static let padding = RecipeField(
    \.training.augmentation.padding, .choice(), key: "padding", option: "pad",
    help: "what augmentation finds beyond the border (reflect)"
  ).row(90, "beyond the edge: the image reflected, black, or mirrored without its edge pixel").withoutFact()

  package static let normalisation = RecipeField(
    \.training.normalisation, .choice([.article, .measured]), key: "statistics", option: "stats",
    clear: ("auto", .automatic), help: "normalise by these (article's for CIFAR-10)"
  ).row(100, "the channels' mean and std: the article's, or measured on these images")
    .fact("statistics") { $0.training.normalisation.rawValue }

  package static let augmentation = RecipeField(
    \.training.augmentation.isOn, .flag(.off), key: "augments", option: "no-augment",
    help: "train on the images as they are"
  ).row(80, "random flips and crops of the training images")
    .fact("augmentation") { $0.training.augmentation.isOn ? $0.training.augmentation.padding.rawValue : "none" }

  package static let flip = RecipeField(
    \.training.augmentation.flip, .choice(), key: "flip", option: "flip",
    help: "mirror training images at random, every other epoch, or not (random)"
  ).keptWhereNotDefault()

  package static let crop = RecipeField(
    \.training.augmentation.crop, .whole(0...128, unit: "pixels"), key: "crop", option: "crop",
    absent: "an eighth", help: "shift training images by up to so many pixels (an eighth of their size)"
  ).keptWhereNotDefault()

  package static let cropOffsets = RecipeField(
    \.training.augmentation.offsets, .choice(), key: "cropOffsets", option: "crop-offsets",
    help: "draw 2·crop offsets, as fast.ai, or all 2·crop + 1 (even)"
  ).titled("crop offsets").keptWhereNotDefault()

  package static let shuffling = RecipeField(
    \.training.shuffles, .flag(.off), key: "shuffles", option: "no-shuffle",
    help: "train on the images in their stored order"
  ).fact("shuffled") { "\($0.training.shuffles)" }

  package static let sizes = RecipeField(
    \.training.sizes,
    .described(
      "SIZE@EPOCH,…", wanted: "sizes from 8 on, each with the epoch it begins in, from 0 on, as in 16@0,24@3,32@6"),
    key: "sizes", option: "sizes", absent: "the images' own",
    help: "train on smaller images first, each size from an epoch on, as in 16@0,24@3,32@6"
  ).definingSteps().keptWhereNotDefault()

  /// What is made of the images that are read.
  static let ofImages = [size, fit, exif, labels]

  /// What a batch is made of.
  static let ofBatches = [subset, padding, normalisation, augmentation] + ofDraws + [sizes, shuffling]
  /// How an image is changed.
  static let ofDraws = [flip, crop, cropOffsets] + ofJitter
}
