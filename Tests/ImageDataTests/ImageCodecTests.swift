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

  @Test func transparentPartsTurnBlack() throws {
    #expect(try pixel(Pictures.alphaPNG, 0, 0) == [10, 20, 30])
    #expect(try pixel(Pictures.alphaPNG, 0, 1) == [100, 50, 25])
    #expect(try pixel(Pictures.alphaPNG, 1, 0) == [0, 0, 0])
    #expect(try pixel(Pictures.alphaPNG, 1, 1) == [127, 127, 127])
    #expect(try pixel(Pictures.greyAlphaPNG, 1, 0) == [50, 50, 50])
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
    for bytes: [UInt8] in [[], [0x89], [1, 2, 3, 4], Array("GIF89a".utf8)] {
      #expect(failure(bytes) == .broken("neither PNG nor JPEG"))
    }
  }

  @Test func sidesAndAreasBeyondTheLimitsAreRefused() {
    var limits = DataLimits()
    limits.side = 20
    #expect(failure(Pictures.jpeg, limits: limits) == .tooLarge("24×24 pixels"))
    limits.side = 100
    limits.area = 24 * 24 - 1
    #expect(failure(Pictures.jpeg, limits: limits) == .tooLarge("24×24 pixels"))
    limits.area = 24 * 24
    #expect(failure(Pictures.jpeg, limits: limits) == nil)
  }

  @Test func scalingDownIsTheMeanOfTheArea() {
    let picture = ImageCodec.Picture(
      width: 4, height: 4, pixels: [0, 1, 2].flatMap { (c: UInt8) in (0..<16).map { (i: UInt8) in i * 10 + c } })
    #expect(Resampler.fit(picture, size: 2) == [25, 45, 105, 125, 26, 46, 106, 126, 27, 47, 107, 127])
    #expect(Resampler.fit(picture, size: 4) == picture.pixels)
  }

  @Test func scalingByAFractionWeighsTheCutPixels() {
    let picture = ImageCodec.Picture(width: 3, height: 1, pixels: [0, 90, 180, 0, 90, 180, 0, 90, 180])
    #expect(Array(Resampler.fit(picture, size: 2).prefix(2)) == [30, 150])
  }

  @Test func scalingUpDrawsALineBetweenNeighbours() {
    let picture = ImageCodec.Picture(width: 2, height: 2, pixels: [0, 100, 0, 100, 0, 100, 0, 100, 0, 100, 0, 100])
    #expect(Array(Resampler.fit(picture, size: 4).prefix(4)) == [0, 25, 75, 100])
  }
}
