import ImageData
import Screen

extension PixelImage {
  init(_ images: ImageSet, _ index: Int) {
    let start = index * images.imageBytes
    self.init(width: images.size, height: images.size, planes: images.pixels[start..<start + images.imageBytes])
  }
}
