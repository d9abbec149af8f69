/// Why a text is no value of a setting: what it must be.
package struct InvalidValue: Error, Equatable {
  package let reason: String
  /// The text with a mark below the place, where there is one to point at.
  package let pointer: String?

  package init(_ reason: String, pointer: String? = nil) {
    self.reason = reason
    self.pointer = pointer
  }
}
