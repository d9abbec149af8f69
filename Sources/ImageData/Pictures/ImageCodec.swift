import CImageCodecs

/// Pictures from and to memory: the one place that calls the C codecs.
package enum ImageCodec {
  /// A decoded picture: `[channel][row][column]`, three channels.
  package struct Picture: Sendable, Equatable {
    package let width: Int
    package let height: Int
    package let pixels: [UInt8]
  }

  /// Why a picture cannot be decoded.
  package enum Failure: Error, Sendable, Equatable {
    case broken(String)
    case tooLarge(String)
  }

  /// The whole picture, upright: PNG, JPEG, WebP, GIF, BMP, PBM, PGM or PPM.
  package static func decode(_ bytes: [UInt8], limits: DataLimits = DataLimits()) throws(Failure) -> Picture {
    let receiver = PictureReceiver(size: nil)
    let orientation = try decode(bytes, into: receiver, leastSide: 0, limits: limits)
    return receiver.picture.turned(orientation)
  }

  /// The picture scaled to a square, upright; a row at a time wherever its format allows.
  static func decode(_ bytes: [UInt8], size: Int, limits: DataLimits) throws(Failure) -> [UInt8] {
    let receiver = PictureReceiver(size: size)
    let orientation = try decode(bytes, into: receiver, leastSide: size, limits: limits)
    return receiver.picture.turned(orientation).pixels
  }

  private static func decode(
    _ bytes: [UInt8], into receiver: PictureReceiver, leastSide: Int, limits: DataLimits
  ) throws(Failure) -> Int {
    var codecLimits = codec_limits(
      area: max(limits.area, 0), memory: max(limits.decodingBytes, 0), least_side: leastSide)
    var sink = codec_sink(
      context: Unmanaged.passUnretained(receiver).toOpaque(), begin: PictureReceiver.begin, row: PictureReceiver.row)
    var result = codec_result()
    let status = withExtendedLifetime(receiver) {
      codec_decode(bytes, bytes.count, &codecLimits, &sink, &result)
    }
    switch status {
    case CODEC_OK: return Int(result.orientation)
    case CODEC_TOO_LARGE: throw .tooLarge(text(result.message))
    default: throw .broken(text(result.message))
    }
  }

  /// `[row][column][red, green, blue]` as the bytes of a PNG file. Traps unless there are 3 bytes a pixel.
  package static func encodePNG(_ pixels: [UInt8], width: Int, height: Int) throws(Failure) -> [UInt8] {
    precondition(width > 0 && height > 0 && pixels.count == 3 * width * height, "a picture needs 3 bytes a pixel")
    var file = codec_file()
    let status = codec_encode_png(pixels, Int32(width), Int32(height), &file)
    defer { codec_free_file(&file) }
    guard status == CODEC_OK else { throw .broken(text(file.message)) }
    return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
  }

  /// A C array of characters, which Swift sees as a tuple.
  private static func text<Characters>(_ characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

/// Puts together the rows that a codec hands out.
private final class PictureReceiver {
  /// Pixels a side that the picture is scaled to; nil: as it comes.
  private let size: Int?
  private var width = 0
  private var height = 0
  private var row = 0
  private var pixels: [UInt8] = []
  private var resampler: RowResampler?

  init(size: Int?) { self.size = size }

  static let begin: @convention(c) (UnsafeMutableRawPointer?, Int, Int) -> Bool = { context, width, height in
    Unmanaged<PictureReceiver>.fromOpaque(context!).takeUnretainedValue().begin(width, height)
    return true
  }
  static let row: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?) -> Void = { context, pixels in
    Unmanaged<PictureReceiver>.fromOpaque(context!).takeUnretainedValue().take(pixels!)
  }

  private func begin(_ width: Int, _ height: Int) {
    (self.width, self.height) = (width, height)
    if let size, width != size || height != size {
      resampler = RowResampler(Resampler(width: width, height: height, size: size), channels: 3)
    } else {
      pixels = [UInt8](repeating: 0, count: 3 * width * height)
    }
  }

  private func take(_ start: UnsafePointer<UInt8>) {
    let values = UnsafeBufferPointer(start: start, count: 3 * width)
    guard resampler == nil else {
      resampler!.add(values.span)
      return
    }
    for channel in 0..<3 {
      let to = (channel * height + row) * width
      for x in 0..<width { pixels[to + x] = values[3 * x + channel] }
    }
    row += 1
  }

  var picture: ImageCodec.Picture {
    guard let size, let resampler else { return ImageCodec.Picture(width: width, height: height, pixels: pixels) }
    return ImageCodec.Picture(width: size, height: size, pixels: resampler.pixels)
  }
}

extension ImageCodec.Picture {
  /// As EXIF's orientation says that it is to be seen: 1 is as it is, 2 mirrored, 3 upside down, 6 a quarter to the
  /// right, 8 a quarter to the left; 4, 5 and 7 mirrored as well.
  fileprivate func turned(_ orientation: Int) -> Self {
    guard (2...8).contains(orientation) else { return self }
    let swapsSides = orientation >= 5
    let (targetWidth, targetHeight) = swapsSides ? (height, width) : (width, height)
    var turned: [UInt8] = []
    turned.reserveCapacity(pixels.count)
    for plane in stride(from: 0, to: pixels.count, by: width * height) {
      for row in 0..<targetHeight {
        for column in 0..<targetWidth {
          var (y, x) = swapsSides ? (column, row) : (row, column)
          if [3, 4, 6, 7].contains(orientation) { y = height - 1 - y }
          if [2, 3, 7, 8].contains(orientation) { x = width - 1 - x }
          turned.append(pixels[plane + y * width + x])
        }
      }
    }
    return ImageCodec.Picture(width: targetWidth, height: targetHeight, pixels: turned)
  }
}
