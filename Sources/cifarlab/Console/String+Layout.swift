extension String {
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
