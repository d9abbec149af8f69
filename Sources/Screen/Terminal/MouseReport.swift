/// The reports that xterm sends of its mouse; both count columns and rows from 1.
extension MouseEvent {
  /// `CSI < button ; column ; row M`. A release, which ends with `m`, is none.
  init?(sequence: [UInt8]) {
    guard sequence.starts(with: Array("\u{1B}[<".utf8)), sequence.last == UInt8(ascii: "M") else { return nil }
    let values = String(decoding: sequence.dropFirst(3).dropLast(), as: UTF8.self)
      .split(separator: ";", omittingEmptySubsequences: false).compactMap { UInt16($0) }
    guard values.count == 3 else { return nil }
    self.init(button: Int(values[0]), column: Int(values[1]), row: Int(values[2]))
  }

  /// The three bytes after `CSI M`, each 32 up: button, column, row.
  init?(bytes: [UInt8]) {
    let values = bytes.map { Int($0) - 32 }
    self.init(button: values[0], column: values[1], row: values[2])
  }

  /// The left button or the wheel, whatever keys are held with it; motion has a bit of its own.
  private init?(button: Int, column: Int, row: Int) {
    let modifiers = 0b1_1100
    switch button & ~modifiers {
    case 0: self.init(x: column - 1, y: row - 1, action: .click)
    case 64: self.init(x: column - 1, y: row - 1, action: .wheelUp)
    case 65: self.init(x: column - 1, y: row - 1, action: .wheelDown)
    default: return nil
    }
  }
}
