/// Images of one shape that stand one after the other in a file.
struct StoredImages: Sendable {
  /// How the values of one image follow each other.
  enum Order: Sendable {
    /// One channel after the other, each row by row.
    case rows
    /// One channel after the other, each column by column.
    case columns
    /// Row by row, the channels of a pixel beside each other.
    case interleaved
  }

  let count: Int
  let width: Int
  let height: Int
  /// One, which is copied to all three, or three.
  let channels: Int
  let order: Order
  /// Where in `bytes` the first image begins.
  let start: Int
  let bytes: [UInt8]

  /// Smaller images are put into the middle of a black square of this side.
  static let paddedSide = 32

  private var isSmall: Bool { width <= Self.paddedSide && height <= Self.paddedSide }
  /// Whether all of each image is there as it was.
  var isWhole: Bool { isSmall || width == height }

  /// The images as a set has them: small ones at 32×32, others as `options` say.
  func images(
    _ labels: [UInt8], _ options: ReadOptions, file: String, limits: DataLimits
  ) throws(DataError) -> ImageSet {
    let size = isSmall ? Self.paddedSide : options.size
    guard height * width <= limits.area, count <= limits.decodedBytes / (3 * size * size) else {
      throw DataError.content(
        .tooLarge(
          what: "\(count) images of \(width)×\(height)",
          limit: "\(limits.area) pixels of one image and \(limits.decodedBytes) bytes of all"), file: file)
    }
    let frame =
      isSmall
      ? PictureFrame(whole: width, height)
      : PictureFrame(width: width, height: height, size: size, fit: options.pictures.fit)
    let parts = concurrentParts(count, chunk: 100) { images in
      var pixels = [UInt8](repeating: 0, count: images.count * 3 * size * size)
      for (place, image) in images.enumerated() {
        for channel in 0..<3 {
          put(plane(image, min(channel, channels - 1)), frame, size, into: &pixels, at: 3 * place + channel)
        }
      }
      return pixels
    }
    return ImageSet(size: size, pixels: Array(parts.joined()), labels: labels)
  }

  /// One channel of an image, row by row.
  private func plane(_ image: Int, _ channel: Int) -> [UInt8] {
    let area = width * height
    let first = start + image * channels * area
    switch order {
    case .rows: return Array(bytes[first + channel * area..<first + (channel + 1) * area])
    case .columns:
      let first = first + channel * area
      return (0..<area).map { bytes[first + $0 % width * height + $0 / width] }
    case .interleaved: return (0..<area).map { bytes[first + $0 * channels + channel] }
    }
  }

  /// Puts the frame of a plane into the middle of the square that is `place` squares on.
  private func put(
    _ plane: [UInt8], _ frame: PictureFrame, _ size: Int, into pixels: inout [UInt8], at place: Int
  ) {
    var content = plane
    if frame.width != width || frame.height != height {
      var resampler = RowResampler(Resampler(frame), channels: 1)
      for row in frame.rows {
        let start = row * width
        resampler.add(plane.span.extracting(start + frame.columns.lowerBound..<start + frame.columns.upperBound))
      }
      content = resampler.pixels
    }
    let corner = (size - frame.height) / 2 * size + (size - frame.width) / 2
    for row in 0..<frame.height {
      let to = (place * size + row) * size + corner
      pixels.replaceSubrange(to..<to + frame.width, with: content[row * frame.width..<(row + 1) * frame.width])
    }
  }
}
