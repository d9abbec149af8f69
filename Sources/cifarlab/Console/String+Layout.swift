extension String {
  /// With a question mark for each control character: names in files and folders must not steer the terminal.
  var printable: String {
    guard unicodeScalars.contains(where: \.isControl) else { return self }
    var text = ""
    text.unicodeScalars.append(contentsOf: unicodeScalars.map { $0.isControl ? "?" : $0 })
    return text
  }

  /// Without spaces at the end.
  var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }

  /// Cut or filled with spaces to `width` characters.
  func padded(to width: Int) -> String {
    let cut = prefix(width)
    return cut + String(repeating: " ", count: width - cut.count)
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool { properties.generalCategory == .control }
}
