/// What is wrong within one file.
package enum ContentProblem: Sendable, Equatable {
  /// It ends within a record.
  case truncated(bytes: Int, expected: Int)
  /// Its size fits no whole number of records, or not what its header says.
  case wrongSize(bytes: Int, expected: String)
  /// A label that names no class.
  case labelOutOfRange(byte: Int, label: Int, classes: Int)
  /// It breaks the rules of its format.
  case malformed(byte: Int, reason: String)
  /// A pickle that would import or call something.
  case forbiddenOpcode(byte: Int, opcode: String)
  /// A line of a list.
  case badLine(Int, reason: String)
  /// A table that is no list of pictures.
  case noList
  /// It is whole, and of a kind that is not read.
  case unsupported(reason: String, remedy: String)
  /// Larger than what is read.
  case tooLarge(what: String, limit: String)

  func text(_ file: String) -> String {
    switch self {
    case .truncated(let bytes, let expected): "\(file) ends at byte \(bytes) of \(expected)"
    case .wrongSize(let bytes, let expected): "\(file) has \(bytes) bytes, not \(expected)"
    case .labelOutOfRange(let byte, let label, let classes):
      "\(file) has label \(label) at byte \(byte), and the classes are 0 … \(classes - 1)"
    case .malformed(let byte, let reason): "\(file), byte \(byte): \(reason)"
    case .forbiddenOpcode(let byte, let opcode): "\(file), byte \(byte): opcode \(opcode) would run code"
    case .badLine(let line, let reason): "\(file), line \(line): \(reason)"
    case .noList: "\(file) is no list of pictures: its first line names no column of files and of labels"
    case .unsupported(let reason, _): "\(file): \(reason)"
    case .tooLarge(let what, _): "\(file): \(what)"
    }
  }

  var remedy: String {
    switch self {
    case .truncated, .wrongSize: "Copy or download it again"
    case .labelOutOfRange: "The file is damaged or another layout: copy or download it again"
    case .malformed: "The file is damaged: copy or download it again"
    case .forbiddenOpcode:
      "Only plain data and arrays of bytes are read; never load such a pickle from a source that you do not trust"
    case .badLine: "Correct the line"
    case .noList: "Begin it with a line such as file,label or file,label,split"
    case .unsupported(_, let remedy): remedy
    case .tooLarge(_, let limit): "At most \(limit) is read: make it smaller"
    }
  }
}
