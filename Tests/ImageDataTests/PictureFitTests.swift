import Testing

@testable import ImageData

/// Pictures that are not square.
@Suite struct PictureFitTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A PNG whose pixel in row y, column x and channel c is (40x + 92y + 71c) mod 256.
  private static func png(_ width: Int, _ height: Int) throws -> [UInt8] {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<3 { pixels.append(UInt8((x * 40 + y * 92 + channel * 71) % 256)) }
      }
    }
    return try ImageCodec.encodePNG(pixels, width: width, height: height)
  }

  private static func options(_ size: Int, _ fit: PictureFit) -> ReadOptions {
    var options = ReadOptions(size: size)
    options.pictures.fit = fit
    return options
  }

  private static func planes(_ file: [UInt8], _ size: Int, _ fit: PictureFit) throws -> [UInt8] {
    try ImageCodec.decode(file, options: options(size, fit), limits: DataLimits()).pixels
  }

  struct Case: Sendable {
    let width: Int
    let height: Int
    let size: Int
    let fit: PictureFit
    /// What Pillow 13 makes with the filter `BOX` of the red plane: `ImageOps.fit`, `ImageOps.pad` and `resize`. It rounds
    /// the means of rows before those of columns; here both are whole.
    let red: [UInt8]
    /// The same of the blue one.
    let blue: [UInt8]
  }

  private static let edge = [UInt8](repeating: 0, count: 12)
  static let cases = [
    Case(
      width: 12, height: 6, size: 3, fit: .crop, red: [186, 138, 90, 114, 130, 146, 106, 122, 138],
      blue: [72, 152, 104, 128, 80, 160, 184, 136, 88]),
    Case(width: 4, height: 10, size: 2, fit: .crop, red: [86, 166, 142, 94], blue: [164, 116, 156, 108]),
    Case(
      width: 12, height: 4, size: 6, fit: .pad,
      red: edge + [66, 146, 162, 114, 130, 146, 122, 74, 154, 106, 122, 138] + edge,
      blue: edge + [144, 96, 112, 128, 144, 96, 136, 152, 104, 120, 136, 152] + edge),
    Case(
      width: 12, height: 6, size: 3, fit: .squash, red: [106, 138, 138, 98, 130, 130, 154, 122, 90],
      blue: [120, 120, 120, 144, 112, 144, 136, 136, 136]),
  ]

  @Test(arguments: cases) func areFittedAsPillowDoes(_ expected: Case) throws {
    let pixels = try Self.planes(Self.png(expected.width, expected.height), expected.size, expected.fit)
    let area = expected.size * expected.size
    #expect(Array(pixels[..<area]) == expected.red)
    #expect(Array(pixels[(2 * area)...]) == expected.blue)
  }

  @Test(arguments: 1...8) func theMiddleIsThatOfThePictureAsPeopleSeeIt(orientation: Int) throws {
    for (width, height) in [(6, 3), (3, 8)] {
      let file = Pictures.turned(try Self.png(width, height), UInt8(orientation))
      let whole = try ImageCodec.decode(file)
      let (left, top) = ((whole.width - 3) / 2, (whole.height - 3) / 2)
      let middle = (0..<3).flatMap { channel in
        (0..<3).flatMap { row -> ArraySlice<UInt8> in
          let start = (channel * whole.height + top + row) * whole.width + left
          return whole.pixels[start..<start + 3]
        }
      }
      #expect(try Self.planes(file, 3, .crop) == middle)
    }
  }

  @Test(arguments: PictureFit.allCases) func squareOnesAreTheSameInEveryWay(fit: PictureFit) throws {
    let file = try Self.png(32, 32)
    let whole = try ImageCodec.decode(file)
    #expect(try Self.planes(file, 32, fit) == whole.pixels)
    #expect(try Self.planes(file, 8, fit) == Self.planes(file, 8, .squash))
  }

  /// One pixel wide, and longer than the square is: nothing is lost to rounding.
  @Test(arguments: PictureFit.allCases) func theNarrowestPictureIsFitted(fit: PictureFit) throws {
    let pixels = try Self.planes(Self.png(1, 900), 16, fit)
    #expect(pixels.count == 768)
    #expect(pixels.contains { $0 > 0 })
  }

  @Test func aSetCountsThemAndItsCacheTellsTheWaysApart() throws {
    let set = Fixtures.set()
    var files = try Fixtures.classFolders(set)
    files.append((path: "train/ant/wide.png", bytes: try Self.png(64, 32)))
    files.append((path: "test/bee/tall.png", bytes: try Self.png(32, 40)))
    let path = folder.path + "/set.zip"
    Archives.write(files, .zip, to: path)
    let cache = DataCache(directory: folder.path + "/cache")
    var fingerprints: Set<String> = []
    for fit in PictureFit.allCases {
      let read = try DataLoader.load(path: path, Self.options(32, fit), cache: cache)
      #expect(read.notSquare == 2)
      #expect(read.fitSentence?.hasSuffix("(--fit-to \(fit.rawValue))") == true)
      #expect(read.notices == [])
      let kept = try DataLoader.load(path: path, Self.options(32, fit), cache: cache)
      #expect(kept.notSquare == 2)
      #expect(kept.pictures.fit == fit && read.pictures.fit == fit)
      #expect(kept.fingerprint == read.fingerprint)
      fingerprints.insert(read.fingerprint)
    }
    #expect(fingerprints.count == 3)
  }

  @Test func imagesThatWouldFillTooMuchMemoryAreRefused() throws {
    for file in Fixtures.binary(Fixtures.set()) { try folder.write(file.bytes, file.path) }
    var limits = DataLimits()
    limits.decodedBytes = 18 * 3 * 96 * 96
    #expect(try DataLoader.load(path: folder.path, ReadOptions(size: 96), limits: limits).size == 96)
    limits.decodedBytes -= 1
    let error = #expect(throws: DataError.self) {
      try DataLoader.load(path: folder.path, ReadOptions(size: 96), limits: limits)
    }
    #expect(error?.description.contains("18 images of 96×96") == true)
  }
}
