// The same images seen otherwise, for test-time augmentation.

extension ImageSet {
  /// The images mirrored left to right.
  package var mirrored: ImageSet { seen { row, column in (row, size - 1 - column) } }

  /// The images moved to the right and down by less than their size. What comes in at the border is the image mirrored
  /// there without its edge pixel repeated, as PyTorch's `reflect` pads: `cb|abc|ba`.
  package func moved(right: Int, down: Int) -> ImageSet {
    seen { row, column in (reflected(row - down), reflected(column - right)) }
  }

  private func reflected(_ place: Int) -> Int { place < 0 ? -place : place >= size ? 2 * (size - 1) - place : place }

  /// The images whose pixels at (row, column) are those at `source(row, column)`.
  private func seen(_ source: (Int, Int) -> (Int, Int)) -> ImageSet {
    let places = (0..<size).flatMap { row in
      (0..<size).map { column in
        let (fromRow, fromColumn) = source(row, column)
        return fromRow * size + fromColumn
      }
    }
    let all = [UInt8](unsafeUninitializedCapacity: pixels.count) { buffer, count in
      for plane in stride(from: 0, to: pixels.count, by: size * size) {
        for (to, from) in places.enumerated() { buffer[plane + to] = pixels[plane + from] }
      }
      count = pixels.count
    }
    return ImageSet(size: size, pixels: all, labels: labels, files: files)
  }
}
