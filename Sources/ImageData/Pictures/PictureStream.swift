/// Takes apart pictures that follow each other in a pipe without anything between them: PNG, JPEG, and PPM, PGM or PBM
/// in their binary forms. What is broken or too large costs itself alone: the next picture is looked for behind it.
package struct PictureStream {
  /// One picture's file, or why there is none.
  package typealias Frame = Result<[UInt8], ImageCodec.Failure>

  /// How far a frame's format can be followed.
  private enum Length: Equatable {
    case known(Int)
    case needsMore
    /// The reason.
    case broken(String)
    /// Its whole length, which may be more than is kept.
    case tooLarge(Int)
  }

  private var bytes: [UInt8] = []
  private var start = 0
  /// Bytes of a frame that is too large, which are still to come.
  private var skipped = 0
  /// What stands before `start` was no picture, and that has been said.
  private var isInGarbage = false
  /// Where the JPEG at `start` was last searched for the end of a scan, counted from there.
  private var scanPosition: Int?
  private let frameLimit: Int
  private let area: Int

  /// Frames of more than `frameLimit` bytes are passed over.
  package init(frameLimit: Int = 64 << 20, limits: DataLimits = DataLimits()) {
    self.frameLimit = frameLimit
    area = limits.area
  }

  /// Takes what came next.
  package mutating func add(_ more: some Collection<UInt8>) {
    let dropped = min(skipped, more.count)
    skipped -= dropped
    if start > bytes.count / 2 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes.append(contentsOf: more.dropFirst(dropped))
  }

  /// The next frame that has come whole; nil: more is needed.
  package mutating func next() -> Frame? {
    while start < bytes.count, Self.blanks.contains(bytes[start]) { start += 1 }
    guard start < bytes.count else { return nil }
    guard isSignature(at: start) else {
      let isNews = !isInGarbage
      let frame = skipToSignature(reason: "no PNG, JPEG, PPM, PGM or PBM begins here")
      return isNews ? frame : next()
    }
    switch length() {
    case .known(let count):
      let frame = Array(bytes[start..<start + count])
      begin(at: start + count)
      isInGarbage = false
      return .success(frame)
    case .broken(let reason): return skipToSignature(reason: reason)
    case .tooLarge(let count):
      let present = min(count, bytes.count - start)
      begin(at: start + present)
      skipped = count - present
      return .failure(.tooLarge("\(count) bytes, more than the \(frameLimit) that are read of a frame"))
    case .needsMore:
      guard bytes.count - start > frameLimit else { return nil }
      return skipToSignature(reason: "it does not end within \(frameLimit) bytes")
    }
  }

  /// What is left when nothing more will come; nil: nothing.
  package mutating func finish() -> Frame? {
    if let frame = next() { return frame }
    guard start < bytes.count || skipped > 0 else { return nil }
    defer {
      begin(at: bytes.count)
      skipped = 0
    }
    return .failure(.broken("the pipe ends within the picture"))
  }

  /// Goes on where the next picture may begin.
  private mutating func skipToSignature(reason: String) -> Frame {
    var next = start + 1
    while next < bytes.count && !isSignature(at: next) { next += 1 }
    begin(at: next)
    isInGarbage = true
    return .failure(.broken(reason))
  }

  private mutating func begin(at next: Int) {
    start = next
    scanPosition = nil
  }

  private static let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
  private static let jpeg: [UInt8] = [0xff, 0xd8, 0xff]
  private static let netpbm = ["P4", "P5", "P6"].flatMap { kind in
    ["\n", " ", "\r", "\t"].map { Array((kind + $0).utf8) }
  }

  private static let signatures = [png, jpeg] + netpbm
  private static let blanks: Set<UInt8> = [9, 10, 13, 32]

  /// Whether a picture begins there, as far as the bytes go.
  private func isSignature(at place: Int) -> Bool {
    guard [0x89, 0xff, 0x50].contains(bytes[place]) else { return false }
    let rest = bytes[place...]
    return Self.signatures.contains { rest.count < $0.count ? $0.starts(with: rest) : rest.starts(with: $0) }
  }

  private mutating func length() -> Length {
    let rest = bytes[start...]
    if rest.starts(with: Self.png) { return pngLength() }
    if rest.starts(with: Self.jpeg) { return jpegLength() }
    return rest.count < 3 || Self.png.starts(with: rest) ? .needsMore : netpbmLength()
  }

  // MARK: PNG

  /// Chunks of a length, a name of four letters, content and checksum, until the one called IEND.
  private func pngLength() -> Length {
    var at = start + Self.png.count
    while at + 8 <= bytes.count {
      let count = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      let name = bytes[at + 4..<at + 8]
      guard name.allSatisfy({ (65...90).contains($0) || (97...122).contains($0) }) else {
        return .broken("a PNG's chunk at byte \(at - start) has no name")
      }
      at += 12 + count
      guard at - start <= frameLimit else { return .broken("a PNG of more than \(frameLimit) bytes") }
      if name.elementsEqual("IEND".utf8) { return at <= bytes.count ? .known(at - start) : .needsMore }
    }
    return .needsMore
  }

  // MARK: JPEG

  /// Segments with a length; behind each start of scan, coded data up to the next marker; until the end of the image.
  private mutating func jpegLength() -> Length {
    var at = start + 2
    if let scanPosition {
      guard let end = endOfScan(start + scanPosition) else { return .needsMore }
      at = end
    }
    while at + 2 <= bytes.count {
      guard bytes[at] == 0xff else { return .broken("a JPEG's marker is missing at byte \(at - start)") }
      let marker = bytes[at + 1]
      switch marker {
      case 0xff: at += 1
      case 0xd9: return .known(at + 2 - start)
      case 0xd8: return .broken("a JPEG without an end: another one begins at byte \(at - start)")
      case 0x01, 0xd0...0xd7: at += 2
      case 0x00: return .broken("a JPEG's marker is missing at byte \(at - start)")
      default:
        guard at + 4 <= bytes.count else { return .needsMore }
        let count = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
        guard count >= 2 else { return .broken("a JPEG's segment at byte \(at - start) has no length") }
        at += 2 + count
        if marker == 0xda {
          guard let end = endOfScan(at) else { return .needsMore }
          at = end
        }
      }
    }
    return .needsMore
  }

  /// The first marker from there on that is no part of coded data; nil: it has not come yet.
  private mutating func endOfScan(_ first: Int) -> Int? {
    var at = first
    while at + 1 < bytes.count {
      let next = bytes[at + 1]
      if bytes[at] == 0xff, next != 0, !(0xd0...0xd7).contains(next), next != 0xff {
        scanPosition = nil
        return at
      }
      at += 1
    }
    scanPosition = at - start
    return nil
  }

  // MARK: PPM, PGM, PBM

  /// Three numbers after the kind, or two where there are only black and white; one blank; then the pixels.
  private func netpbmLength() -> Length {
    let kind = bytes[start + 1]
    var at = start + 2
    var numbers: [Int] = []
    while numbers.count < (kind == UInt8(ascii: "4") ? 2 : 3) {
      guard let (number, end) = number(at) else { return .needsMore }
      guard let number else { return .broken("a header without width and height") }
      numbers.append(number)
      at = end
    }
    let (width, height) = (numbers[0], numbers[1])
    guard width > 0, height > 0, width <= area / height else {
      return .broken("\(width)×\(height) pixels are none, or more than the \(area) that are read")
    }
    let depth = numbers.count == 3 && numbers[2] > 255 ? 2 : 1
    let row = kind == UInt8(ascii: "4") ? (width + 7) / 8 : width * depth * (kind == UInt8(ascii: "6") ? 3 : 1)
    let count = at + 1 - start + row * height
    if count > frameLimit { return .tooLarge(count) }
    return start + count <= bytes.count ? .known(count) : .needsMore
  }

  /// The number behind blanks and comments, and where it ends; its value is nil where there is none of a sane length.
  /// nil: it may go on.
  private func number(_ first: Int) -> (value: Int?, end: Int)? {
    var at = first
    while at < bytes.count, at - start < Self.headerLimit {
      if bytes[at] == UInt8(ascii: "#") {
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
      } else if Self.blanks.contains(bytes[at]) {
        at += 1
      } else {
        break
      }
    }
    let digits = bytes[min(at, bytes.count)...].prefix { (48...57).contains($0) }
    if digits.count > 9 || at - start >= Self.headerLimit { return (nil, at) }
    if digits.endIndex == bytes.count { return nil }
    return (digits.isEmpty ? nil : digits.reduce(0) { $0 * 10 + Int($1 - 48) }, digits.endIndex)
  }

  /// Bytes in which a header with its comments ends.
  private static let headerLimit = 10_000
}
