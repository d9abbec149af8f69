import CImageCodecs

/// PNG and JPEG from and to memory: the one place that calls the C codecs.
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

  /// Decodes a PNG or JPEG; grey is copied to all channels, and transparent parts turn black.
  package static func decode(_ bytes: [UInt8], limits: DataLimits = DataLimits()) throws(Failure) -> Picture {
    var picture = codec_picture()
    let status = codec_decode(bytes, bytes.count, Int32(clamping: limits.side), limits.area, &picture)
    defer { codec_free(&picture) }
    switch status {
    case CODEC_OK:
      let (width, height) = (Int(picture.width), Int(picture.height))
      let pixels = Array(UnsafeBufferPointer(start: picture.pixels, count: 3 * width * height))
      return Picture(width: width, height: height, pixels: pixels)
    case CODEC_TOO_LARGE: throw .tooLarge(text(picture.message))
    default: throw .broken(text(picture.message))
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
