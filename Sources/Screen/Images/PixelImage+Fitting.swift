extension PixelImage {
  /// The picture in a square of at most `side` pixels: each of its pixels is the mean, in linear light, of those that it
  /// stands for. A picture that fits stays as it is.
  package func fitted(side: Int) -> PixelImage {
    let longest = max(width, height)
    guard longest > side, side > 0 else { return self }
    let size = (width: max(1, width * side / longest), height: max(1, height * side / longest))
    return PixelImage(
      width: size.width, height: size.height,
      pixels: (0..<size.height).flatMap { y in
        (0..<size.width).map { x in
          mean(
            columns: x * width / size.width..<(x + 1) * width / size.width,
            rows: y * height / size.height..<(y + 1) * height / size.height)
        }
      })
  }
}
