import Fuzzing
import Testing

@testable import ImageData

@Suite struct PictureStreamTests {
  private static let ppm = Array("P6\n2 1\n255\n".utf8) + [1, 2, 3, 4, 5, 6]
  private static let pgm = Array("P5 # a comment\n3 1 255\n".utf8) + [7, 8, 9]
  private static let pbm = Array("P4\n9 2\n".utf8) + [1, 2, 3, 4]
  private static let deep = Array("P6 1 1 65535\n".utf8) + [0, 1, 0, 2, 0, 3]
  private static let all = [
    Pictures.jpeg, ppm, Pictures.alphaPNG, pgm, Pictures.progressiveJPEG, pbm, Pictures.greyJPEG, deep,
  ]

  /// What comes out of bytes that come in pieces of so many.
  private static func frames(_ bytes: [UInt8], pieces: Int, limit: Int = 64 << 20) -> [PictureStream.Frame] {
    var stream = PictureStream(frameLimit: limit)
    var frames: [PictureStream.Frame] = []
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      stream.add(bytes[start..<min(start + pieces, bytes.count)])
      while let frame = stream.next() { frames.append(frame) }
    }
    while let frame = stream.finish() { frames.append(frame) }
    return frames
  }

  private static func whole(_ frames: [PictureStream.Frame]) -> [[UInt8]] { frames.compactMap { try? $0.get() } }

  @Test(arguments: [1, 2, 7, 64, 100_000])
  func picturesComeOutAsTheyWentIn(pieces: Int) {
    let frames = Self.frames(Array(Self.all.joined()), pieces: pieces)
    #expect(Self.whole(frames) == Self.all)
    #expect(frames.count == Self.all.count)
  }

  @Test func aPictureComesOutWithItsLastByte() {
    for picture in Self.all {
      var stream = PictureStream()
      stream.add(picture.dropLast())
      #expect(stream.next() == nil)
      stream.add(picture.suffix(1))
      #expect(stream.next() == .success(picture))
      #expect(stream.finish() == nil)
    }
  }

  @Test(arguments: [1, 5, 100_000])
  func whatIsBrokenCostsItselfAlone(pieces: Int) {
    let broken: [[UInt8]] = [
      Array("no picture at all ".utf8), Array(Pictures.jpeg.prefix(300)), Array(Pictures.alphaPNG.prefix(40)),
      Array("P6\n100000 100000\n255\n".utf8), Array("P6\nwide high\n".utf8), Array("P5\n0 5\n255\n".utf8),
    ]
    for broken in broken {
      let bytes = Self.ppm + broken + Pictures.jpeg + Pictures.alphaPNG + Self.ppm
      let frames = Self.frames(bytes, pieces: pieces)
      let whole = Self.whole(frames)
      #expect(whole.first == Self.ppm && whole.last == Self.ppm)
      #expect(whole.contains(Pictures.alphaPNG))
      #expect(frames.count > whole.count)
    }
  }

  @Test(arguments: [1, 5, 100_000])
  func aFrameThatIsTooLargeIsPassedOver(pieces: Int) {
    let large = Array("P5\n20 20\n255\n".utf8) + [UInt8](repeating: 80, count: 400)
    let frames = Self.frames(Self.ppm + large + Self.pgm, pieces: pieces, limit: 100)
    #expect(frames.count == 3)
    #expect(Self.whole(frames) == [Self.ppm, Self.pgm])
    #expect(frames[1] == .failure(.tooLarge("413 bytes, more than the 100 that are read of a frame")))
  }

  @Test func thePipesEndWithinAPictureIsSaid() {
    for picture in Self.all {
      let frames = Self.frames(Self.ppm + picture.dropLast(), pieces: 50)
      #expect(frames == [.success(Self.ppm), .failure(.broken("the pipe ends within the picture"))])
    }
  }

  @Test func linesBetweenPicturesAreNothing() {
    let frames = Self.frames(Self.ppm + Array("\r\n\n".utf8) + Self.pgm + Array("\n".utf8), pieces: 3)
    #expect(frames == [.success(Self.ppm), .success(Self.pgm)])
  }

  @Test func garbageInPiecesIsOneBrokenPicture() {
    let frames = Self.frames([UInt8](repeating: 65, count: 5_000) + Self.ppm, pieces: 10)
    #expect(frames.count == 2)
    #expect(Self.whole(frames) == [Self.ppm])
  }

  @Test func anyBytesEnd() {
    var mutator = Mutator(seed: 71)
    let examples = Self.all + [Array(Self.all.joined())]
    for _ in 0..<Mutator.cases(2_000) {
      let bytes = mutator.next(of: examples)
      let frames = Self.frames(bytes, pieces: 1 + mutator.below(200), limit: 10_000)
      #expect(Self.whole(frames).reduce(0) { $0 + $1.count } <= bytes.count)
    }
  }
}
