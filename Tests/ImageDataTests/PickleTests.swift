import Testing

@testable import ImageData

@Suite struct PickleTests {
  private func parse(_ bytes: [UInt8]) throws -> (PickleParser, PickleValue) {
    var parser = PickleParser(bytes, file: "batch", limits: DataLimits())
    let value = try parser.parse()
    return (parser, value)
  }

  private func failure(_ bytes: [UInt8]) -> DataError? {
    do {
      _ = try parse(bytes)
      return nil
    } catch {
      return error as? DataError
    }
  }

  private func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func aNameThatIsNotNumpysIsForbidden() {
    #expect(
      failure(text("cos\nsystem\n(S'echo'\ntR."))
        == .content(.forbiddenOpcode(byte: 0, opcode: "GLOBAL os.system"), file: "batch"))
    #expect(
      failure([0x80, 4, 0x8c, 5] + text("posix") + [0x8c, 6] + text("system") + [0x93] + text("."))
        == .content(.forbiddenOpcode(byte: 17, opcode: "STACK_GLOBAL posix.system"), file: "batch"))
    #expect(
      failure(text("c__builtin__\neval\n."))
        == .content(.forbiddenOpcode(byte: 0, opcode: "GLOBAL __builtin__.eval"), file: "batch"))
  }

  @Test(arguments: [
    ("i", "INST"), ("o", "OBJ"), ("\u{81}", "NEWOBJ"), ("\u{92}", "NEWOBJ_EX"), ("\u{82}", "EXT"), ("P", "PERSID"),
    ("Q", "BINPERSID"),
  ])
  func opcodesThatRunCodeAreForbidden(opcode: String, name: String) {
    let byte = UInt8(opcode.unicodeScalars.first!.value)
    #expect(failure([0x80, 2, byte]) == .content(.forbiddenOpcode(byte: 2, opcode: name), file: "batch"))
  }

  @Test func callingAllowedNamesInAnotherWayIsForbidden() {
    #expect(
      failure(text("cnumpy\nndarray\n)R."))
        == .content(.forbiddenOpcode(byte: 16, opcode: "REDUCE ndarray"), file: "batch"))
    #expect(
      failure(text("cnumpy.core.multiarray\n_reconstruct\n(K\u{1}tR."))
        == .content(.forbiddenOpcode(byte: 40, opcode: "REDUCE _reconstruct"), file: "batch"))
    #expect(failure(text("}}b.")) == .content(.forbiddenOpcode(byte: 2, opcode: "BUILD"), file: "batch"))
  }

  @Test func anUnknownOpcodeIsNamed() {
    #expect(
      failure([0x80, 2, 0xff])
        == .content(.malformed(byte: 2, reason: "opcode 0xff is none that image batches need"), file: "batch"))
  }

  @Test func anEndInTheMiddleIsTruncated() {
    #expect(failure(text("U") + [255, 1, 2, 3]) == .content(.truncated(bytes: 5, expected: 257), file: "batch"))
    #expect(failure([0x80]) == .content(.truncated(bytes: 1, expected: 2), file: "batch"))
    #expect(failure([]) == .content(.truncated(bytes: 0, expected: 1), file: "batch"))
  }

  @Test func aListThatIsRecalledIsTheSameList() throws {
    let (parser, value) = try parse(text("}(U\u{1}a]q\u{1}(K\u{5}K\u{7}eU\u{1}bh\u{1}u."))
    guard case .list(let a)? = parser.entry("a", of: value), case .list(let b)? = parser.entry("b", of: value) else {
      Issue.record("lists are missing")
      return
    }
    #expect(a == b)
    #expect(parser.sequences[a].count == 2)
  }

  @Test func deepNestingIsNoRecursion() throws {
    let deep =
      [UInt8](repeating: UInt8(ascii: "]"), count: 200_000) + [UInt8](repeating: UInt8(ascii: "a"), count: 199_999)
    #expect(throws: Never.self) { try parse(deep + text(".")) }
  }

  @Test func textOfPython3InProtocol2IsReadAsBytes() throws {
    let (parser, value) = try parse(
      text("c_codecs\nencode\nX\u{4}\0\0\0") + [0xc3, 0xbf, 0xc2, 0x80] + text("X\u{6}\0\0\0latin1") + [0x86]
        + text("R."))
    guard case .blob(let index) = value else {
      Issue.record("no bytes came out")
      return
    }
    #expect(parser.blobs[index] == [255, 128])
  }

  @Test func aTextThatIsDecodedAgainAndAgainIsRefused() {
    let long = [UInt8](repeating: UInt8(ascii: "a"), count: 10_000)
    let start = text("c_codecs\nencode\nq\u{1}X") + [0x10, 0x27, 0, 0] + long + text("X\u{6}\0\0\0latin1") + [0x86]
    let again = (0..<50).flatMap { _ in text("0h\u{1}h\u{2}R") }
    guard case .content(.malformed(_, let reason), _)? = failure(start + text("q\u{2}R") + again + text(".")) else {
      Issue.record("ten kilobytes became five hundred")
      return
    }
    #expect(reason == "the same text decoded again and again")
  }

  /// Summing up all blobs for each new one would take minutes here.
  @Test func manyEmptyTextsTakeNoLongerThanTheirNumber() throws {
    let encode = text("c_codecs\nencode\nq\u{1}0X\0\0\0\0X\u{6}\0\0\0latin1") + [0x86] + text("q\u{2}0")
    let (parser, _) = try parse(encode + (0..<300_000).flatMap { _ in text("h\u{1}h\u{2}R0") } + text("N."))
    #expect(parser.blobs.count == 300_000)
  }

  @Test func moreNamesThanLabelsAreRefused() {
    let names = PickleWriter.meta((0..<300).map(String.init))
    #expect(throws: DataError.self) { try PickledBatches.names(names, file: "batches.meta", limits: DataLimits()) }
  }

  @Test func arraysOfOtherElementsOrOrderAreRefused() {
    let set = Fixtures.set().train
    var file = PickleWriter.python2(set, 0..<2)
    let type = file.firstIndex(of: UInt8(ascii: "u"))
    #expect(type != nil)
    for index in file.indices.dropLast(4) where Array(file[index..<index + 4]) == text("U\u{2}u1") {
      file[index + 2] = UInt8(ascii: "f")
    }
    guard case .content(.malformed(_, let reason), _)? = failure(file) else {
      Issue.record("floats were taken for bytes")
      return
    }
    #expect(reason.contains("uint8"))
  }

  @Test func labelsBeyondTheClassesAndShapesThatDoNotFitAreRefused() {
    let set = Fixtures.set().train
    var images = SplitImages()
    #expect(throws: DataError.content(.labelOutOfRange(byte: 1, label: 1, classes: 1), file: "batch")) {
      try PickledBatches.read(
        PickleWriter.python2(set, 0..<3), file: "batch", classes: 1, limits: DataLimits(), into: &images)
    }
    #expect(throws: DataError.self) {
      try PickledBatches.read(text("}."), file: "batch", classes: 1, limits: DataLimits(), into: &images)
    }
  }
}
