import Files
import Foundation

/// What people call a run by: a name, tags, and a note.
///
/// As a line of text it is `NAME #TAG #TAG | NOTE`, each part of which may be left out.
package struct RunLabel: Sendable, Equatable, Codable {
  /// How the line is written, for whoever has to type it.
  package static let usage = "NAME #TAG … | NOTE"

  private static let longestName = 60
  private static let longestTag = 30
  private static let mostTags = 20
  private static let longestNote = 1_000

  package private(set) var name: String?
  package private(set) var tags: [String] = []
  package private(set) var note: String?

  private enum CodingKeys: CodingKey { case name, tags, note }

  /// No label.
  package init() {}

  /// Reads a line.
  package init(parsing line: String) throws(InvalidValue) {
    let parts = line.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    let words = (parts.first ?? "").split(separator: " ")
    let name = words.filter { !$0.hasPrefix("#") }.joined(separator: " ")
    self.name = name.isEmpty ? nil : name
    for tag in words.filter({ $0.hasPrefix("#") }).map({ String($0.dropFirst()) }) where !tags.contains(tag) {
      tags.append(tag)
    }
    let note = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
    self.note = note.isEmpty ? nil : note
    try check()
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decodeIfPresent(String.self, forKey: .name)
    tags = try container.decodeIfPresent([String].self, forKey: .tags) ?? []
    note = try container.decodeIfPresent(String.self, forKey: .note)
  }

  /// The line that is read as this label.
  package var line: String {
    let head = ([name].compactMap(\.self) + tags.map { "#" + $0 }).joined(separator: " ")
    return [head, note.map { "| " + $0 } ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }

  package var isEmpty: Bool { self == RunLabel() }

  /// Refuses what a line cannot say: whoever reads a label from a file does so at once.
  func check() throws(InvalidValue) {
    if let name {
      guard name.count <= Self.longestName else {
        throw InvalidValue("a name has at most \(Self.longestName) characters")
      }
      guard name == name.printable, name == Self.spaced(name), !name.contains(where: "|/".contains) else {
        throw InvalidValue("a name is words of printable characters without | and /")
      }
      guard !name.isEmpty, !name.hasPrefix("-"), name != RunStore.newest else {
        throw InvalidValue("a name is not empty, not '\(RunStore.newest)', and does not begin with a dash")
      }
    }
    guard tags.count <= Self.mostTags, Set(tags).count == tags.count else {
      throw InvalidValue("a run has at most \(Self.mostTags) tags, each of them once")
    }
    for tag in tags {
      guard (1...Self.longestTag).contains(tag.count), tag == tag.printable, !tag.contains(where: "#| ,".contains)
      else {
        throw InvalidValue(
          "a tag is a word of at most \(Self.longestTag) printable characters, without #, comma and |")
      }
    }
    if let note {
      guard note.count <= Self.longestNote else {
        throw InvalidValue("a note has at most \(Self.longestNote) characters")
      }
      guard !note.isEmpty, note == note.printable else { throw InvalidValue("a note is one line of printable text") }
    }
  }

  /// With single spaces between words, none of which is a tag.
  private static func spaced(_ name: String) -> String {
    name.split(separator: " ").filter { !$0.hasPrefix("#") }.joined(separator: " ")
  }
}
