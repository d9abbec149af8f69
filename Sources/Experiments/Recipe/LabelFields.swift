// Settings of the labels: what somebody says of some images, against what the set does.

extension RecipeField {
  package static let labelsFrom = RecipeField(
    \.labelsFrom, .text("FILE"), key: "labelsFrom", option: "labels-from", absent: "none",
    help: "give images other classes, or leave them out, as this table says (T and D of the lab's Inspect write one)"
  ).definingSteps().keptWhereNotDefault()

  /// Nobody chooses it: a run keeps it, so that it is not repeated with another table.
  static let labelsDigest = RecipeField(
    \.labelsDigest, keptDigest, key: "labelsDigest", absent: "none", help: "what the table of labels was"
  ).titled("labels digest").elsewhere().keptWhereNotDefault()

  private static let keptDigest = SettingKind<String>(.value(""), text: { $0 }) { _ throws(InvalidValue) in
    throw InvalidValue("it is what a run keeps of its table, and can only be dropped")
  }

  static let ofLabels = [labelsFrom, labelsDigest]
}
