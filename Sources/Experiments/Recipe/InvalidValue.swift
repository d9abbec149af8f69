/// Why a text is no value of a setting.
package struct InvalidValue: Error, Equatable {
  package let reason: String
  /// The text, and below it a caret, if one place is wrong.
  package let pointer: String?

  package init(_ reason: String, pointer: String? = nil) {
    self.reason = reason
    self.pointer = pointer
  }
}
