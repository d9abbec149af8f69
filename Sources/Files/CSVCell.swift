extension String {
  /// As a cell of a table with commas: in quotes where it would be taken for more than one.
  package var csvCell: String {
    contains { $0 == "," || $0 == "\"" || $0.isNewline } ? "\"" + replacing("\"", with: "\"\"") + "\"" : self
  }
}
