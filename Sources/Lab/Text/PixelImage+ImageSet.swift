import ImageData
import Screen

extension ImageSet {
  /// The width and height of an image's file, after its name; empty where it has no file.
  func originalSides(_ index: Int) -> String {
    guard files.indices.contains(index) else { return "" }
    return ", \(files[index].sides.width)×\(files[index].sides.height)"
  }
}

extension PixelImage {
  init(_ images: ImageSet, _ index: Int) {
    let start = index * images.imageBytes
    self.init(width: images.size, height: images.size, planes: images.pixels[start..<start + images.imageBytes])
  }
}
