/// The few Python literals that a NumPy header is made of: a dictionary of texts, truths, and tuples of whole numbers.
struct PythonLiteral {
  enum Value: Equatable {
    case text(String)
    case truth(Bool)
    case tuple([Int])
  }

  private let bytes: [UInt8]
  private let end: Int
  private let file: String
  private var at: Int

  /// Those in some of `bytes`; `file` is for messages.
  init(_ bytes: [UInt8], from start: Int, to end: Int, file: String) {
    self.bytes = bytes
    self.end = end
    self.file = file
    at = start
  }

  /// A dictionary, and nothing after it but blanks.
  mutating func dictionary() throws(DataError) -> [String: Value] {
    var entries: [String: Value] = [:]
    try expect("{")
    while !take("}") {
      let start = at
      let key = try text()
      try expect(":")
      guard entries.updateValue(try value(), forKey: key) == nil else {
        throw malformed(start, "\(key) stands there twice")
      }
      if !take(",") {
        try expect("}")
        break
      }
    }
    skipBlanks()
    guard at == end else { throw malformed(at, "more than one value") }
    return entries
  }

  private mutating func value() throws(DataError) -> Value {
    skipBlanks()
    switch peek {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "("): return .tuple(try tuple())
    default: break
    }
    for (word, truth) in [("True", true), ("False", false)] where bytes[at..<end].starts(with: word.utf8) {
      at += word.utf8.count
      return .truth(truth)
    }
    throw malformed(at, "a value that no array of numbers has")
  }

  private mutating func tuple() throws(DataError) -> [Int] {
    var numbers: [Int] = []
    try expect("(")
    while !take(")") {
      numbers.append(try number())
      if !take(",") {
        try expect(")")
        break
      }
    }
    return numbers
  }

  private mutating func number() throws(DataError) -> Int {
    skipBlanks()
    let start = at
    while let digit = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) { at += 1 }
    guard let number = Int(String(decoding: bytes[start..<at], as: UTF8.self)) else {
      throw malformed(start, "a length that is no number")
    }
    // Python 2 wrote long numbers with an L.
    if peek == UInt8(ascii: "L") { at += 1 }
    return number
  }

  private mutating func text() throws(DataError) -> String {
    skipBlanks()
    let start = at
    guard let quote = peek, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
      let close = bytes[(at + 1)..<end].firstIndex(of: quote),
      !bytes[(at + 1)..<close].contains(UInt8(ascii: "\\"))
    else { throw malformed(start, "a text that is not plainly quoted") }
    at = close + 1
    return String(decoding: bytes[(start + 1)..<close], as: UTF8.self)
  }

  private var peek: UInt8? { at < end ? bytes[at] : nil }

  private mutating func skipBlanks() {
    while let byte = peek, " \n\t\r".utf8.contains(byte) { at += 1 }
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard peek == UInt8(ascii: sign) else { return false }
    at += 1
    return true
  }

  private mutating func expect(_ sign: Unicode.Scalar) throws(DataError) {
    guard take(sign) else { throw malformed(at, "\(sign) is missing") }
  }

  private func malformed(_ byte: Int, _ reason: String) -> DataError {
    .content(.malformed(byte: byte, reason: "its header has \(reason)"), file: file)
  }
}
