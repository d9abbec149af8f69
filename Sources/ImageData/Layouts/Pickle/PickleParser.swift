/// Reads pickles that hold nothing but dictionaries, lists, tuples, whole numbers, text and numpy arrays of bytes.
///
/// Nothing is imported or called: the few names that numpy's arrays need are recognised by `PickleGlobal`, and any
/// other, and every opcode that could run code, ends the reading with an error.
struct PickleParser {
  private var reader: PickleReader
  private let steps: Int
  private var stack: [PickleValue] = []
  private var memo: [Int: PickleValue] = [:]
  private(set) var sequences: [[PickleValue]] = []
  private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
  private(set) var arrays: [PickledArray] = []
  private(set) var blobs: [[UInt8]] = []
  /// Bytes of text that blobs were made from.
  private var decodedBytes = 0

  /// Of `file`, with at most `limits.pickleSteps` instructions.
  init(_ bytes: [UInt8], file: String, limits: DataLimits) {
    reader = PickleReader(bytes, file: file)
    steps = limits.pickleSteps
  }

  /// Reads up to the pickle's end and gives the one value that it is.
  mutating func parse() throws(DataError) -> PickleValue {
    for _ in 0..<steps {
      let start = reader.at
      let opcode = try reader.byte()
      if opcode == UInt8(ascii: ".") { return try pop(start) }
      try step(opcode, start)
    }
    throw broken(reader.at, "more than \(steps) instructions")
  }

  func broken(_ byte: Int, _ reason: String) -> DataError { reader.broken(byte, reason) }

  // MARK: Opcodes

  private mutating func step(_ opcode: UInt8, _ start: Int) throws(DataError) {
    switch opcode {
    case 0x80: _ = try reader.take(1)  // PROTO
    case 0x95: _ = try reader.take(8)  // FRAME
    case UInt8(ascii: "("): stack.append(.mark)
    case UInt8(ascii: "N"): stack.append(.none)
    case 0x88, 0x89: stack.append(.whole(opcode == 0x88 ? 1 : 0))
    case UInt8(ascii: "I"), UInt8(ascii: "L"): try stack.append(.whole(reader.decimal(start)))
    case UInt8(ascii: "J"): try stack.append(.whole(Int(Int32(truncatingIfNeeded: reader.little(4)))))
    case UInt8(ascii: "K"): try stack.append(.whole(reader.little(1)))
    case UInt8(ascii: "M"): try stack.append(.whole(reader.little(2)))
    case 0x8a: try stack.append(.whole(reader.long(start)))
    case UInt8(ascii: "T"), UInt8(ascii: "B"), UInt8(ascii: "X"): try stack.append(.text(reader.take(reader.little(4))))
    case UInt8(ascii: "U"), UInt8(ascii: "C"), 0x8c: try stack.append(.text(reader.take(reader.little(1))))
    case 0x8d, 0x8e, 0x96: try stack.append(.text(reader.take(reader.little(8))))
    case UInt8(ascii: "S"): try stack.append(.text(reader.quoted(start)))
    case UInt8(ascii: "V"): try stack.append(.text(reader.line()))
    default: try containerStep(opcode, start)
    }
  }

  private mutating func containerStep(_ opcode: UInt8, _ start: Int) throws(DataError) {
    switch opcode {
    case UInt8(ascii: "}"): stack.append(newDictionary([]))
    case UInt8(ascii: "]"): stack.append(.list(newSequence([])))
    case UInt8(ascii: ")"): stack.append(.tuple(newSequence([])))
    case 0x85, 0x86, 0x87: try pushTuple(popLast(Int(opcode) - 0x84, start))
    case UInt8(ascii: "t"): try pushTuple(popToMark(start))
    case UInt8(ascii: "l"): try stack.append(.list(newSequence(popToMark(start))))
    case UInt8(ascii: "d"): try stack.append(newDictionary(pairs(popToMark(start), start)))
    case UInt8(ascii: "a"): try append([pop(start)], start)
    case UInt8(ascii: "e"): try append(popToMark(start), start)
    case UInt8(ascii: "s"): try setItems(popLast(2, start), start)
    case UInt8(ascii: "u"): try setItems(popToMark(start), start)
    case UInt8(ascii: "0"): _ = try pop(start)
    case UInt8(ascii: "p"): try memo[reader.decimal(start)] = top(start)
    case UInt8(ascii: "q"): try memo[reader.little(1)] = top(start)
    case UInt8(ascii: "r"): try memo[reader.little(4)] = top(start)
    case 0x94: try memo[memo.count] = top(start)
    case UInt8(ascii: "g"): try stack.append(recall(reader.decimal(start), start))
    case UInt8(ascii: "h"): try stack.append(recall(reader.little(1), start))
    case UInt8(ascii: "j"): try stack.append(recall(reader.little(4), start))
    default: try objectStep(opcode, start)
    }
  }

  private mutating func objectStep(_ opcode: UInt8, _ start: Int) throws(DataError) {
    switch opcode {
    case UInt8(ascii: "c"):
      let module = try reader.line()
      try pushGlobal(module, reader.line(), "GLOBAL", start)
    case 0x93:
      guard case .text(let name) = try pop(start), case .text(let module) = try pop(start) else {
        throw broken(start, "a global without a name")
      }
      try pushGlobal(module, name, "STACK_GLOBAL", start)
    case UInt8(ascii: "R"): try reduce(start)
    case UInt8(ascii: "b"): try build(start)
    case UInt8(ascii: "i"): throw forbidden("INST", start)
    case UInt8(ascii: "o"): throw forbidden("OBJ", start)
    case 0x81: throw forbidden("NEWOBJ", start)
    case 0x92: throw forbidden("NEWOBJ_EX", start)
    case 0x82, 0x83, 0x84: throw forbidden("EXT", start)
    case UInt8(ascii: "P"): throw forbidden("PERSID", start)
    case UInt8(ascii: "Q"): throw forbidden("BINPERSID", start)
    default: throw broken(start, "opcode 0x\([opcode].hexadecimal) is none that image batches need")
    }
  }

  private func forbidden(_ opcode: String, _ start: Int) -> DataError {
    .content(.forbiddenOpcode(byte: start, opcode: opcode), file: reader.file)
  }

  // MARK: Objects

  private mutating func pushGlobal(
    _ module: Range<Int>, _ name: Range<Int>, _ opcode: String, _ start: Int
  ) throws(DataError) {
    guard module.count < 100, name.count < 100 else { throw forbidden("\(opcode) of a long name", start) }
    let (moduleName, globalName) = (reader.string(module), reader.string(name))
    guard let global = PickleGlobal(module: moduleName, name: globalName) else {
      throw forbidden("\(opcode) \(moduleName).\(globalName)", start)
    }
    stack.append(.global(global))
  }

  /// What numpy's pickles call, done by rule: an empty array, a type of elements, an array over bytes, or text as bytes.
  private mutating func reduce(_ start: Int) throws(DataError) {
    guard case .tuple(let index) = try pop(start), case .global(let global) = try pop(start) else {
      throw forbidden("REDUCE", start)
    }
    let arguments = sequences[index]
    switch global {
    case .reconstruct:
      guard case .global(.ndarray)? = arguments.first else { throw forbidden("REDUCE _reconstruct", start) }
      stack.append(newArray(PickledArray()))
    case .dtype:
      guard case .text(let name)? = arguments.first, name.count < 16 else { throw forbidden("REDUCE dtype", start) }
      stack.append(.elements(reader.string(name)))
    case .frombuffer:
      guard arguments.count == 4 else { throw forbidden("REDUCE _frombuffer", start) }
      try requireBytes(arguments[1], rowsFirst: string(arguments[3]) == "C", start)
      stack.append(newArray(PickledArray(shape: try shape(arguments[2], start), content: arguments[0])))
    case .encode:
      guard arguments.count == 2, case .text(let text) = arguments[0], string(arguments[1]) == "latin1" else {
        throw forbidden("REDUCE encode", start)
      }
      decodedBytes += text.count
      guard decodedBytes <= reader.bytes.count else { throw broken(start, "the same text decoded again and again") }
      blobs.append(try reader.latin1(text, start))
      stack.append(.blob(blobs.count - 1))
    case .ndarray: throw forbidden("REDUCE ndarray", start)
    }
  }

  /// The state of an array: (version, shape, type, columns first, bytes). That of a type is skipped.
  private mutating func build(_ start: Int) throws(DataError) {
    let state = try pop(start)
    switch try top(start) {
    case .elements: return
    case .array(let array):
      guard case .tuple(let index) = state, sequences[index].count == 5 else { throw forbidden("BUILD", start) }
      let parts = sequences[index]
      guard case .whole(let columnsFirst) = parts[3] else { throw forbidden("BUILD", start) }
      try requireBytes(parts[2], rowsFirst: columnsFirst == 0, start)
      arrays[array] = PickledArray(shape: try shape(parts[1], start), content: parts[4])
    default: throw forbidden("BUILD", start)
    }
  }

  private func requireBytes(_ elements: PickleValue, rowsFirst: Bool, _ start: Int) throws(DataError) {
    guard case .elements(let name) = elements, ["u1", "uint8", "|u1", "B"].contains(name) else {
      throw broken(start, "an array of other elements than bytes (uint8)")
    }
    guard rowsFirst else { throw broken(start, "an array with its columns first") }
  }

  private func shape(_ value: PickleValue, _ start: Int) throws(DataError) -> [Int] {
    guard case .tuple(let index) = value else { throw broken(start, "an array without a shape") }
    var shape: [Int] = []
    for length in sequences[index] {
      guard case .whole(let length) = length, length >= 0, shape.count < 8 else {
        throw broken(start, "an array of impossible shape")
      }
      shape.append(length)
    }
    return shape
  }

  // MARK: Containers

  private mutating func newSequence(_ values: [PickleValue]) -> Int {
    sequences.append(values)
    return sequences.count - 1
  }

  private mutating func pushTuple(_ values: [PickleValue]) { stack.append(.tuple(newSequence(values))) }

  private mutating func newDictionary(_ pairs: [(key: PickleValue, value: PickleValue)]) -> PickleValue {
    dictionaries.append(pairs)
    return .dictionary(dictionaries.count - 1)
  }

  private mutating func newArray(_ array: PickledArray) -> PickleValue {
    arrays.append(array)
    return .array(arrays.count - 1)
  }

  private mutating func append(_ values: [PickleValue], _ start: Int) throws(DataError) {
    guard case .list(let index) = try top(start) else { throw broken(start, "an item without its list") }
    sequences[index].append(contentsOf: values)
  }

  private mutating func setItems(_ values: [PickleValue], _ start: Int) throws(DataError) {
    guard case .dictionary(let index) = try top(start) else { throw broken(start, "an item without its dictionary") }
    dictionaries[index].append(contentsOf: try pairs(values, start))
  }

  private func pairs(
    _ values: [PickleValue], _ start: Int
  ) throws(DataError) -> [(key: PickleValue, value: PickleValue)] {
    guard values.count % 2 == 0 else { throw broken(start, "a key without its value") }
    return stride(from: 0, to: values.count, by: 2).map { (values[$0], values[$0 + 1]) }
  }

  // MARK: Stack

  private func top(_ start: Int) throws(DataError) -> PickleValue {
    guard let value = stack.last else { throw broken(start, "a value is missing") }
    return value
  }

  private mutating func pop(_ start: Int) throws(DataError) -> PickleValue {
    guard let value = stack.popLast() else { throw broken(start, "a value is missing") }
    return value
  }

  private mutating func popLast(_ count: Int, _ start: Int) throws(DataError) -> [PickleValue] {
    guard stack.count >= count else { throw broken(start, "a value is missing") }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark(_ start: Int) throws(DataError) -> [PickleValue] {
    guard let mark = stack.lastIndex(where: { if case .mark = $0 { true } else { false } }) else {
      throw broken(start, "a mark is missing")
    }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[(mark + 1)...])
  }

  private func recall(_ key: Int, _ start: Int) throws(DataError) -> PickleValue {
    guard let value = memo[key] else { throw broken(start, "it recalls what was never noted") }
    return value
  }

  // MARK: What came out

  /// Nil for anything but text or bytes.
  func string(_ value: PickleValue) -> String? {
    switch value {
    case .text(let range): reader.string(range)
    case .blob(let index): String(decoding: blobs[index], as: UTF8.self)
    default: nil
    }
  }

  /// The bytes of a text: hostile keys are long, and asked for often.
  private func count(of value: PickleValue) -> Int? {
    switch value {
    case .text(let range): range.count
    case .blob(let index): blobs[index].count
    default: nil
    }
  }

  /// The value of a dictionary's entry; the last one where a key comes twice.
  func entry(_ key: String, of value: PickleValue) -> PickleValue? {
    guard case .dictionary(let index) = value else { return nil }
    return dictionaries[index].last { count(of: $0.key) == key.utf8.count && string($0.key) == key }?.value
  }
}
