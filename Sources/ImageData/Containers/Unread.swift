/// Why something that was met in a folder or an archive is not read.
enum UnreadKind: Hashable, Sendable {
  case hidden
  /// In an archive: symbolic or hard.
  case link
  /// In a folder, to nothing.
  case danglingLink
  /// A link to a folder that it stands in.
  case loop
  /// A pipe, a socket, a device.
  case device
  /// In an archive: absolute, or with `..`.
  case outside
  case tooDeep
  /// Another entry of an archive with the same path follows.
  case replaced
  /// A known format that is not read, as a noun.
  case format(String)
  case otherFile
  /// A picture that cannot be decoded.
  case broken
  /// A picture that takes too much memory to decode.
  case tooLarge
  /// A picture in none of the set's folders.
  case misplaced
  /// A picture whose name does not say its class.
  case unnamed
  /// A file that a list names.
  case missing
  /// A line of a list without a label.
  case unlabelled
  /// A line of a list that says again what another says.
  case repeated
  /// A picture that is not in the list of its folder.
  case unlisted(String)
  /// Pictures of a test without labels, by its folder.
  case leftAside(String)

  /// Pictures that somebody meant to have come before what no set is made of; 0 is the worst.
  fileprivate var rank: Int {
    switch self {
    case .broken, .tooLarge, .missing: 0
    case .format, .misplaced, .unnamed, .unlabelled, .unlisted: 1
    case .replaced, .repeated, .outside, .tooDeep, .danglingLink, .loop, .link, .device: 2
    case .leftAside, .otherFile: 3
    case .hidden: 4
    }
  }
}

/// What was not read, by kind: each with its count and the first names. The one account from which notices are made, and
/// the reasons of errors.
struct Unread: Sendable {
  private struct Tally {
    var count = 0
    var files: [UnreadFile] = []

    /// The first of them as a sentence has it.
    var first: String { shown(files[0]) }

    func shown(_ file: UnreadFile) -> String { file.reason.map { "\(file.path) (\($0))" } ?? file.path }
  }

  /// Names that are kept of each kind.
  private static let namesKept = 100_000
  /// Names of pictures that cannot be decoded which a sentence lists.
  private static let namesListed = 10

  /// In the order in which they were met.
  private var kinds: [UnreadKind] = []
  private var tallies: [UnreadKind: Tally] = [:]

  mutating func note(_ kind: UnreadKind, _ path: String, reason: String? = nil) {
    if tallies[kind] == nil { kinds.append(kind) }
    tallies[kind, default: Tally()].count += 1
    guard tallies[kind]!.files.count < Self.namesKept else { return }
    tallies[kind]!.files.append(UnreadFile(kind: Self.word(kind), path: path, reason: reason))
  }

  /// The worst first, and of the same rank in the order in which they were met.
  private var ranked: [UnreadKind] {
    kinds.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
  }

  /// All of them, by kind, the worst first.
  var files: [UnreadFile] { ranked.flatMap { tallies[$0]!.files } }

  private static func word(_ kind: UnreadKind) -> String {
    switch kind {
    case .hidden: "hidden"
    case .link: "link"
    case .danglingLink: "dangling link"
    case .loop: "loop"
    case .device: "device"
    case .outside: "outside"
    case .tooDeep: "too deep"
    case .replaced: "replaced"
    case .format(let noun): noun
    case .otherFile: "other file"
    case .broken: "broken"
    case .tooLarge: "too large"
    case .misplaced: "misplaced"
    case .unnamed: "unnamed"
    case .leftAside: "left aside"
    case .unlisted: "unlisted"
    case .missing: "missing"
    case .unlabelled: "unlabelled"
    case .repeated: "repeated"
    }
  }

  func count(_ kind: UnreadKind) -> Int { tallies[kind]?.count ?? 0 }

  /// One sentence without its full stop for each kind, the worst first.
  var sentences: [String] { ranked.map { Self.sentence($0, tallies[$0]!) } }

  private static func sentence(_ kind: UnreadKind, _ tally: Tally) -> String {
    func counted(_ noun: String, _ plural: String? = nil) -> String {
      tally.count == 1 ? "1 \(noun)" : "\(tally.count) \(plural ?? noun + "s")"
    }
    let isOne = tally.count == 1
    let areNotRead = isOne ? "is not read" : "are not read"
    let first = isOne ? ": \(tally.first)" : ", the first: \(tally.first)"
    switch kind {
    case .hidden: return counted("hidden entry", "hidden entries") + " \(areNotRead)\(first)"
    case .link: return counted("link") + " in the archive \(isOne ? "is" : "are") not followed\(first)"
    case .danglingLink: return counted("link") + " \(isOne ? "leads" : "lead") to nothing\(first)"
    case .loop: return counted("link") + " to a folder around \(isOne ? "it is" : "them are") not followed\(first)"
    case .device: return counted("pipe or device", "pipes or devices") + " \(areNotRead)\(first)"
    case .outside:
      return counted("entry", "entries") + " \(isOne ? "is" : "are") refused, whose path is absolute or leads outside "
        + "the archive\(first); unpack it yourself if you trust it"
    case .tooDeep: return counted("folder") + " \(isOne ? "stands" : "stand") too deep and \(areNotRead)\(first)"
    case .replaced:
      return counted("entry", "entries") + " \(isOne ? "is" : "are") replaced by a later one of the same path\(first)"
    case .format(let noun): return counted(noun) + " \(areNotRead)\(first)"
    case .otherFile: return counted("other file") + " \(areNotRead)\(first)"
    case .broken: return counted("broken picture") + " \(areNotRead): \(listed(tally))"
    case .tooLarge: return counted("picture") + " too large to decode \(areNotRead): \(listed(tally))"
    case .misplaced: return counted("picture") + " outside the set's folders \(areNotRead)\(first)"
    case .unnamed:
      return counted("picture") + " \(isOne ? "has a name" : "have names") without the form NUMBER_CLASS and "
        + "\(areNotRead)\(first)"
    case .missing: return counted("picture") + " of a list \(isOne ? "is" : "are") not there\(first)"
    case .unlabelled: return counted("line") + " of a list \(isOne ? "has" : "have") no label, in \(tally.first)"
    case .repeated: return counted("line") + " of a list \(isOne ? "says" : "say") again what is said before\(first)"
    case .unlisted(let list):
      return counted("picture") + " \(isOne ? "is" : "are") not in \(list) and \(areNotRead)\(first)"
    case .leftAside(let folder):
      return "\(folder) with \(counted("picture")) is not labelled like train and left aside\(first)"
    }
  }

  private static func listed(_ tally: Tally) -> String {
    let listed = tally.files.prefix(namesListed).map(tally.shown)
    let more = tally.count - listed.count
    return listed.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
  }
}
