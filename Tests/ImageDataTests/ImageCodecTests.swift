import Testing

@testable import ImageData

@Suite struct ImageCodecTests {
  private func pixel(_ bytes: [UInt8], _ row: Int, _ column: Int) throws -> [UInt8] {
    let picture = try ImageCodec.decode(bytes)
    return (0..<3).map { picture.pixels[($0 * picture.height + row) * picture.width + column] }
  }

  private func failure(_ bytes: [UInt8], limits: DataLimits = DataLimits()) -> ImageCodec.Failure? {
    do throws(ImageCodec.Failure) {
      _ = try ImageCodec.decode(bytes, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  /// The values that Pillow reads from the same files.
  @Test func jpegsGiveTheSamePixelsAsOtherReaders() throws {
    #expect(try pixel(Pictures.jpeg, 0, 0) == [14, 0, 16])
    #expect(try pixel(Pictures.jpeg, 12, 5) == [56, 124, 159])
    #expect(try pixel(Pictures.jpeg, 23, 23) == [225, 223, 148])
    #expect(try pixel(Pictures.greyJPEG, 12, 5) == [109, 109, 109])
    #expect(try pixel(Pictures.progressiveJPEG, 12, 5) == [56, 130, 139])
    #expect(try pixel(Pictures.progressiveJPEG, 23, 23) == [241, 237, 163])
  }

  @Test func everyKindOfPNGBecomesThreeChannels() throws {
    #expect(try pixel(Pictures.greyPNG, 0, 1) == [80, 80, 80])
    #expect(try pixel(Pictures.palettePNG, 0, 1) == [40, 50, 60])
    #expect(try pixel(Pictures.palettePNG, 1, 0) == [200, 210, 220])
    #expect(try pixel(Pictures.sixteenBitsPNG, 0, 1) == [128, 128, 128])
    #expect(try pixel(Pictures.sixteenBitsPNG, 1, 1) == [77, 77, 77])
    #expect(try pixel(Pictures.oneBitPNG, 0, 0) == [0, 0, 0])
    #expect(try pixel(Pictures.oneBitPNG, 0, 1) == [255, 255, 255])
  }

  @Test func transparencyIsDropped() throws {
    #expect(try pixel(Pictures.alphaPNG, 0, 0) == [10, 20, 30])
    #expect(try pixel(Pictures.alphaPNG, 0, 1) == [200, 100, 50])
    #expect(try pixel(Pictures.greyAlphaPNG, 1, 0) == [100, 100, 100])
  }

  @Test(arguments: PillowPicture.all) func everyFormatGivesThePixelsOfPillow(picture: PillowPicture) throws {
    let decoded = try ImageCodec.decode(picture.file)
    #expect(decoded.width == picture.width)
    #expect(decoded.height == picture.height)
    let area = picture.width * picture.height
    let isLossy = picture.name.hasPrefix("jpeg") || picture.name == "webpLossy"
    for (index, expected) in picture.pixels.enumerated() {
      let value = decoded.pixels[index % 3 * area + index / 3]
      #expect(abs(Int(value) - Int(expected)) <= (isLossy ? 1 : 0), "value \(index)")
    }
  }

  /// Six pixels by their number, as Pillow's `exif_transpose` turns 1 2 3 over 4 5 6.
  private static let turned: [UInt8: [[UInt8]]] = [
    1: [[1, 2, 3], [4, 5, 6]], 2: [[3, 2, 1], [6, 5, 4]], 3: [[6, 5, 4], [3, 2, 1]], 4: [[4, 5, 6], [1, 2, 3]],
    5: [[1, 4], [2, 5], [3, 6]], 6: [[4, 1], [5, 2], [6, 3]], 7: [[6, 3], [5, 2], [4, 1]],
    8: [[3, 6], [2, 5], [1, 4]],
    9: [[1, 2, 3], [4, 5, 6]],
  ]

  @Test(arguments: turned)
  func picturesStandUpright(orientation: UInt8, expected: [[UInt8]]) throws {
    let png = try ImageCodec.encodePNG((1...6).flatMap { [$0, $0, $0] }, width: 3, height: 2)
    let picture = try ImageCodec.decode(Pictures.turned(png, orientation))
    #expect(picture.height == expected.count)
    #expect(picture.pixels[..<6].elementsEqual(expected.joined()))
  }

  @Test(arguments: turned)
  func xmpTurnsThemWhereEXIFSaysNothing(orientation: UInt8, expected: [[UInt8]]) throws {
    let png = try ImageCodec.encodePNG((1...6).flatMap { [$0, $0, $0] }, width: 3, height: 2)
    for packet in ["tiff:Orientation=\"\(orientation)\"", "<tiff:Orientation>\(orientation)</tiff:Orientation>"] {
      let picture = try ImageCodec.decode(Pictures.withXMP(png, "<x:xmpmeta \(packet)/>"))
      #expect(picture.height == expected.count)
      #expect(picture.pixels[..<6].elementsEqual(expected.joined()))
    }
    let both = Pictures.withXMP(Pictures.turned(png, 6), "tiff:Orientation=\"\(orientation)\"")
    #expect(try ImageCodec.decode(both).height == 3)
  }

  @Test func theOrientationOfAJPEGStandsInItsXMPToo() throws {
    let packet = Array("http://ns.adobe.com/xap/1.0/\0<tiff:Orientation>6<".utf8)
    let segment = [0xFF, 0xE1, 0, UInt8(packet.count + 2)] + packet
    let plain = try ImageCodec.decode(Pictures.jpeg)
    let turned = try ImageCodec.decode(Array(Pictures.jpeg[..<2]) + segment + Pictures.jpeg[2...])
    let side = plain.width
    #expect(plain.pixels != turned.pixels)
    for row in 0..<side {
      for column in 0..<side {
        #expect(turned.pixels[row * side + column] == plain.pixels[(side - 1 - column) * side + row])
      }
    }
  }

  @Test func storedPixelsAreTakenWhereOrientationIsOff() throws {
    let png = try ImageCodec.encodePNG((1...6).flatMap { [$0, $0, $0] }, width: 3, height: 2)
    var options = ReadOptions(size: 2)
    let limits = DataLimits()
    let upright = try ImageCodec.decode(Pictures.turned(png, 6), options: options, limits: limits)
    options.pictures.exif = .off
    let stored = try ImageCodec.decode(Pictures.turned(png, 6), options: options, limits: limits)
    #expect(upright.sides == PictureSides(width: 2, height: 3) && stored.sides == PictureSides(width: 3, height: 2))
    #expect(stored.pixels == (try ImageCodec.decode(png, options: options, limits: limits)).pixels)
    #expect(upright.pixels != stored.pixels)
  }

  private func squashed(_ file: [UInt8], size: Int) throws -> [UInt8] {
    var options = ReadOptions(size: size)
    options.pictures.fit = .squash
    return try ImageCodec.decode(file, options: options, limits: DataLimits()).pixels
  }

  /// The mean difference is 0.0 levels, none is larger than one.
  @Test func largeJPEGsAreDecodedAtAnEighthAsPillowsDraftModeDoes() throws {
    let file = try GzipStream.unpack(PillowPicture.large, name: "large", limits: DataLimits())
    let scaled = try squashed(file, size: 32)
    let expected = PillowPicture.largeScaled
    let differences = expected.indices.map { abs(Int(scaled[$0 % 3 * 1024 + $0 / 3]) - Int(expected[$0])) }
    #expect(differences.allSatisfy { $0 <= 1 })
    #expect(Double(differences.reduce(0, +)) / Double(differences.count) < 0.05)
  }

  @Test func aFlippedBitInAnyChunkOfAPNGIsNoticed() throws {
    let png = try Fixtures.png(Fixtures.set().train, 0)
    for position in stride(from: 8, to: png.count, by: 41) + [png.count - 1] {
      var damaged = png
      damaged[position] ^= 1
      #expect(failure(damaged) != nil, "byte \(position)")
    }
  }

  @Test func whatIsEncodedDecodesToTheSame() throws {
    let pixels = (0..<5 * 7 * 3).map { UInt8(truncatingIfNeeded: $0 * 37) }
    let picture = try ImageCodec.decode(ImageCodec.encodePNG(pixels, width: 5, height: 7))
    #expect(picture.width == 5)
    #expect(picture.height == 7)
    for index in 0..<35 {
      for channel in 0..<3 {
        let (decoded, encoded) = (picture.pixels[channel * 35 + index], pixels[index * 3 + channel])
        #expect(decoded == encoded)
      }
    }
  }

  @Test func aFileBrokenInTheMiddleSaysSo() throws {
    let png = try Fixtures.png(Fixtures.set().train, 0)
    for file in [png, Pictures.jpeg, Pictures.greyJPEG, Pictures.progressiveJPEG] {
      guard case .broken(let reason)? = failure(Array(file.prefix(file.count * 2 / 3))) else {
        Issue.record("two thirds of a file were taken for the whole")
        continue
      }
      #expect(!reason.isEmpty)
    }
    var damaged = png
    damaged[damaged.count / 2] ^= 0xff
    guard case .broken? = failure(damaged) else {
      Issue.record("damaged pixels were not noticed")
      return
    }
  }

  @Test func otherFilesAreNoPictures() {
    #expect(failure([]) == .broken("an empty file"))
    for bytes: [UInt8] in [[0x89], [1, 2, 3, 4], Array("P1 in prose".utf8), Array("BM und mehr, 18 Bytes".utf8)] {
      #expect(failure(bytes) == .broken("no picture of a known format"))
    }
  }

  @Test func areasBeyondTheLimitAreRefused() {
    var limits = DataLimits()
    limits.area = 24 * 24 - 1
    #expect(
      failure(Pictures.jpeg, limits: limits) == .tooLarge("24×24 pixels, and 0.000575 megapixels are the most"))
    limits.area = 24 * 24
    #expect(failure(Pictures.jpeg, limits: limits) == nil)
  }

  @Test(arguments: ["webpLossless", "webpAnimation", "pngInterlaced", "gif", "progressive"])
  func whatNeedsTheWholePictureIsRefusedWhereThatIsTooMuch(name: String) {
    let file = PillowPicture.all.first { $0.name == name }?.file ?? Pictures.progressiveJPEG
    var limits = DataLimits()
    limits.decodingBytes = 8
    guard case .tooLarge(let reason)? = failure(file, limits: limits) else {
      Issue.record("\(name) was decoded")
      return
    }
    #expect(reason.contains("MiB to decode"))
  }

  /// Planes of a picture, scaled row by row as they come from a decoder, and as planes.
  private func scaled(_ planes: [UInt8], width: Int, height: Int, size: Int) -> [UInt8] {
    let area = width * height
    let plan = Resampler(width: width, height: height, size: size)
    var rows = RowResampler(plan, channels: 3)
    for y in 0..<height {
      let row = (0..<width).flatMap { x in (0..<3).map { planes[$0 * area + y * width + x] } }
      rows.add(row.span)
    }
    var whole: [UInt8] = []
    for channel in 0..<3 { plan.append(planes.span, at: channel * area, to: &whole) }
    #expect(rows.pixels == whole)
    return whole
  }

  @Test func scalingDownIsTheMeanOfTheArea() {
    let pixels = [0, 1, 2].flatMap { (c: UInt8) in (0..<16).map { (i: UInt8) in i * 10 + c } }
    #expect(
      scaled(pixels, width: 4, height: 4, size: 2) == [25, 45, 105, 125, 26, 46, 106, 126, 27, 47, 107, 127])
    #expect(scaled(pixels, width: 4, height: 4, size: 4) == pixels)
  }

  @Test func scalingByAFractionWeighsTheCutPixels() {
    let pixels: [UInt8] = [0, 90, 180, 0, 90, 180, 0, 90, 180]
    #expect(Array(scaled(pixels, width: 3, height: 1, size: 2).prefix(2)) == [30, 150])
  }

  @Test func scalingUpDrawsALineBetweenNeighbours() {
    let pixels: [UInt8] = [0, 100, 0, 100, 0, 100, 0, 100, 0, 100, 0, 100]
    #expect(Array(scaled(pixels, width: 2, height: 2, size: 4).prefix(4)) == [0, 25, 75, 100])
  }
}
