import Listing
import Screen

extension RunRow {
  /// The name that it was given, or else its folder's without date and time.
  var shortName: String {
    if let name = label.name { return name }
    let parts = id.split(separator: "-")
    return RunCell(parts.count > 3 ? parts.dropFirst(2).joined(separator: "-") : id).text
  }
}

extension [RunRow] {
  /// What each is called beside the others; where that is the same for several, with the time or the day that tells
  /// them apart, or else their folders.
  func toldApart(_ name: (RunRow) -> String) -> [String] {
    let names = map(name)
    return zip(self, names).map { row, name in
      let alike = zip(self, names).filter { $1 == name && $0.id != row.id }.map(\.0)
      guard !alike.isEmpty else { return name }
      // `2026-11-23 14:32:07`: of the same day its time is enough, else the day and the minute.
      func moment(_ other: RunRow) -> String {
        let date = other[.date].text
        let isOneDay = (alike + [row]).allSatisfy { $0[.date].text.prefix(10) == row[.date].text.prefix(10) }
        return String(isOneDay ? date.dropFirst(11) : date.dropFirst(2).dropLast(3))
      }
      let own = moment(row)
      return own.isEmpty || alike.contains { moment($0) == own } ? RunCell(row.id).text : "\(name) \(own)"
    }
  }
}
