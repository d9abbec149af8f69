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
    let receiver = PictureReceiver(nil)
    let stored = try decode(bytes, into: receiver, leastSide: 0, limits: limits)
    return receiver.picture.turned(stored.orientation)
  }

  /// A picture made a square.
  struct Square {
    /// `[channel][row][column]`, three channels.
    let pixels: [UInt8]
    let sides: PictureSides
  }

  /// The picture as a square of `options.size`, upright; a row at a time wherever its format allows.
  static func decode(_ bytes: [UInt8], options: ReadOptions, limits: DataLimits) throws(Failure) -> Square {
    var receiver = PictureReceiver(options)
    let stored = try decode(bytes, into: receiver, leastSide: options.size, limits: limits)
    let orientation = options.pictures.exif == .on ? stored.orientation : 1
    if receiver.hasOtherFrame(orientation) {
      // Some formats tell the orientation last, and then the middle is a pixel further on.
      receiver = PictureReceiver(options, orientation: orientation)
      _ = try decode(bytes, into: receiver, leastSide: options.size, limits: limits)
    }
    let pixels = receiver.picture.turned(orientation).centred(in: options.size).pixels
    return Square(pixels: pixels, sides: stored.sides.turned(orientation))
  }

  private static func decode(
    _ bytes: [UInt8], into receiver: PictureReceiver, leastSide: Int, limits: DataLimits
  ) throws(Failure) -> (orientation: Int, sides: PictureSides) {
    var codecLimits = codec_limits(
      area: max(limits.area, 0), memory: max(limits.decodingBytes, 0), least_side: leastSide)
    var sink = codec_sink(
      context: Unmanaged.passUnretained(receiver).toOpaque(), begin: PictureReceiver.begin, row: PictureReceiver.row)
    var result = codec_result()
    let status = withExtendedLifetime(receiver) {
      codec_decode(bytes, bytes.count, &codecLimits, &sink, &result)
    }
    switch status {
    case CODEC_OK:
      return (Int(result.orientation), PictureSides(width: Int(result.width), height: Int(result.height)))
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
  /// What square the picture becomes; nil: it stays as it comes.
  private let options: ReadOptions?
  private let orientation: Int
  private var width = 0
  private var height = 0
  private var row = 0
  private var pixels: [UInt8] = []
  private var frame: PictureFrame?
  private var resampler: RowResampler?

  init(_ options: ReadOptions?, orientation: Int = 1) {
    self.options = options
    self.orientation = orientation
  }

  /// Whether another part of the picture is used where it is turned so.
  func hasOtherFrame(_ orientation: Int) -> Bool { frame != makeFrame(orientation) }

  private func makeFrame(_ orientation: Int) -> PictureFrame? {
    options.map {
      PictureFrame(width: width, height: height, size: $0.size, fit: $0.pictures.fit, orientation: orientation)
    }
  }

  static let begin: @convention(c) (UnsafeMutableRawPointer?, Int, Int) -> Bool = { context, width, height in
    Unmanaged<PictureReceiver>.fromOpaque(context!).takeUnretainedValue().begin(width, height)
    return true
  }
  static let row: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?) -> Void = { context, pixels in
    Unmanaged<PictureReceiver>.fromOpaque(context!).takeUnretainedValue().take(pixels!)
  }

  private func begin(_ width: Int, _ height: Int) {
    (self.width, self.height) = (width, height)
    frame = makeFrame(orientation)
    if let frame, width != frame.width || height != frame.height {
      resampler = RowResampler(Resampler(frame), channels: 3)
    } else {
      pixels = [UInt8](repeating: 0, count: 3 * width * height)
    }
  }

  private func take(_ start: UnsafePointer<UInt8>) {
    defer { row += 1 }
    let values = UnsafeBufferPointer(start: start, count: 3 * width)
    if let frame, resampler != nil {
      guard frame.rows.contains(row) else { return }
      resampler!.add(values.span.extracting(3 * frame.columns.lowerBound..<3 * frame.columns.upperBound))
      return
    }
    for channel in 0..<3 {
      let to = (channel * height + row) * width
      for x in 0..<width { pixels[to + x] = values[3 * x + channel] }
    }
  }

  var picture: ImageCodec.Picture {
    guard let frame, let resampler else { return ImageCodec.Picture(width: width, height: height, pixels: pixels) }
    return ImageCodec.Picture(width: frame.width, height: frame.height, pixels: resampler.pixels)
  }
}

extension PictureSides {
  /// Of the same picture as EXIF's orientation says that it is to be seen.
  fileprivate func turned(_ orientation: Int) -> Self {
    PictureTurning(orientation).swapsSides ? PictureSides(width: height, height: width) : self
  }
}

extension ImageCodec.Picture {
  /// As EXIF's orientation says that it is to be seen.
  fileprivate func turned(_ orientation: Int) -> Self {
    guard (2...8).contains(orientation) else { return self }
    let turning = PictureTurning(orientation)
    let (targetWidth, targetHeight) = turning.swapsSides ? (height, width) : (width, height)
    var turned: [UInt8] = []
    turned.reserveCapacity(pixels.count)
    for plane in stride(from: 0, to: pixels.count, by: width * height) {
      for row in 0..<targetHeight {
        for column in 0..<targetWidth {
          var (y, x) = turning.swapsSides ? (column, row) : (row, column)
          if turning.reversesRows { y = height - 1 - y }
          if turning.reversesColumns { x = width - 1 - x }
          turned.append(pixels[plane + y * width + x])
        }
      }
    }
    return ImageCodec.Picture(width: targetWidth, height: targetHeight, pixels: turned)
  }

  /// In the middle of a black square.
  fileprivate func centred(in size: Int) -> Self {
    guard width < size || height < size else { return self }
    let (left, top) = ((size - width) / 2, (size - height) / 2)
    var square = [UInt8](repeating: 0, count: 3 * size * size)
    for channel in 0..<3 {
      for row in 0..<height {
        let from = (channel * height + row) * width
        let to = (channel * size + top + row) * size + left
        square.replaceSubrange(to..<to + width, with: pixels[from..<from + width])
      }
    }
    return ImageCodec.Picture(width: size, height: size, pixels: square)
  }
}
