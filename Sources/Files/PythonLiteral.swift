/// `text` as a string literal of Python in ASCII: whatever it holds, it stays a string.
package func pythonLiteral(_ text: String) -> String {
  func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let plain = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - plain.count)) + plain
  }
  let escaped = text.unicodeScalars.map { scalar in
    switch scalar {
    case "\"", "\\": "\\\(scalar)"
    case " "..."~": String(scalar)
    case ..."\u{FF}": "\\x" + hexadecimal(scalar.value, digits: 2)
    case ..."\u{FFFF}": "\\u" + hexadecimal(scalar.value, digits: 4)
    default: "\\U" + hexadecimal(scalar.value, digits: 8)
    }
  }
  return "\"\(escaped.joined())\""
}
