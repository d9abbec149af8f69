/// The file beside an EMNIST set that says which characters its labels are: `emnist-letters-mapping.txt`, a line a class,
/// its label and the codes of its characters.
struct EMNISTMapping {
  private let file: String
  private let characters: [String: String]

  private static let ending = "mapping.txt"
  /// The longest file.
  private static let limit = 1 << 16

  static func keeps(_ name: EntryName) -> Bool { name.text.hasPrefix("emnist") && name.text.hasSuffix(ending) }

  /// The mapping of one set, where there is one.
  init?(_ listing: inout Listing, _ candidate: Candidate) throws(DataError) {
    let path = candidate.root.appending(EntryName(bytes: Array((candidate.prefix + Self.ending).utf8)))
    guard let entry = listing.take({ $0.path == path }).first else { return nil }
    file = entry.path.text
    guard entry.bytes.count <= Self.limit else {
      throw DataError.content(
        .tooLarge(what: "\(entry.bytes.count) bytes of class names", limit: "\(Self.limit) bytes"), file: file)
    }
    var characters: [String: String] = [:]
    for line in String(decoding: entry.bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ")
      guard words.count > 1, let code = UInt8(words[1]), (33...126).contains(code),
        characters.updateValue(String(UnicodeScalar(code)), forKey: String(words[0])) == nil
      else { throw listing.error(.labelsDoNotFit(file: file, reason: "a line reads \(line)")) }
    }
    self.characters = characters
  }

  /// The first character of each of the labels.
  func names(of labels: [String], _ listing: Listing) throws(DataError) -> [String] {
    var names: [String] = []
    for label in labels {
      guard let name = characters[label] else {
        throw listing.error(.labelsDoNotFit(file: file, reason: "it lacks label \(label)"))
      }
      names.append(name)
    }
    return names
  }
}
