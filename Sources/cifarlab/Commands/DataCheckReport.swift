import Files
import ImageData
import Screen

/// The findings of a set as text, as a table, and as JSON.
struct DataCheckReport {
  private let data: DataSet
  private let check: SetCheck

  init(_ data: DataSet, _ check: SetCheck) {
    self.data = data
    self.check = check
  }

  // MARK: For people

  /// The findings in lines, each kind with its number and the first of them.
  var text: String {
    guard !check.isClean else {
      return "\(data.name): \(Figures.grouped(data.imageCount)) images, and nothing was found to say of them\n"
    }
    var text = ""
    func section(_ title: String, _ lines: [String]) {
      guard !lines.isEmpty else { return }
      let more = lines.count - Self.linesShown
      text += "\(title)\n" + lines.prefix(Self.linesShown).map { "  \($0)\n" }.joined()
      if more > 0 { text += "  and \(Figures.grouped(more)) more: --csv names all\n" }
      text += "\n"
    }
    section(summary, pairs.map(line))
    section(
      "\(counted(check.unread.count, "file")) not read",
      check.unread.map { "\($0.kind): \($0.path)" + ($0.reason.map { " (\($0))" } ?? "") })
    section(
      "\(counted(check.oddPictures.count, "picture")) of odd sizes",
      check.oddPictures.map { "\($0.file): \($0.width)×\($0.height), \(Self.words($0.oddity))" })
    section(
      "\(counted(check.classes.count, "class", "classes")) of few images",
      check.classes.map { finding in
        "\(finding.name): \(Figures.grouped(finding.trainImages)) training images, " + Self.words(finding.problem)
      })
    if check.classes.contains(where: { $0.problem != .tiny }) {
      text += "train with --balance loss or --balance sample to make unequal classes count alike\n"
    }
    return text
  }

  private static let linesShown = 10

  private var summary: String {
    let (pairs, duplicates) = (check.duplicates.pairs, check.duplicates)
    let beyond = duplicates.isCutShort ? " or more" : ""
    return "\(counted(pairs.count, "pair"))\(beyond) among \(Figures.grouped(data.imageCount)) images: "
      + "\(Figures.grouped(duplicates.exact.count)) exact, \(Figures.grouped(duplicates.near.count)) near; "
      + "\(Figures.grouped(pairs.count(where: \.crossesParts))) across splits, "
      + "\(Figures.grouped(pairs.count(where: data.crossesLabels))) across labels"
  }

  private func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(Figures.grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// What harms most comes first: pairs across labels, then across splits.
  private var pairs: [Duplicates.Pair] {
    func rank(_ pair: Duplicates.Pair) -> Int { data.crossesLabels(pair) ? 0 : pair.crossesParts ? 1 : 2 }
    return check.duplicates.pairs.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
      .map(\.element)
  }

  private func line(_ pair: Duplicates.Pair) -> String {
    "\(Self.kind(pair)): \(described(pair.first)) and \(described(pair.second))"
  }

  private func described(_ place: ImagePlace) -> String {
    "\(data.file(place) ?? "\(place.part.rawValue) image \(place.index)") (\(data.className(place)))"
  }

  private static func kind(_ pair: Duplicates.Pair) -> String {
    switch pair.likeness {
    case .exact: "exact"
    case .near(_, let isMirrored): isMirrored ? "mirrored" : "near"
    }
  }

  private static func words(_ oddity: OddPicture.Oddity) -> String {
    switch oddity {
    case .small: "enlarged to what the network gets"
    case .long: "one side more than twice as long as the other"
    }
  }

  private static func words(_ problem: ClassFinding.Problem) -> String {
    switch problem {
    case .tiny: "few to learn from"
    case .outweighed(let largest): "the largest class has \(Figures.grouped(largest))"
    }
  }

  /// The first pairs as pictures, side by side.
  func pictures(_ count: Int, _ console: Console, ascii: Bool) -> String {
    pairs.prefix(count).map { pair in
      let images = [pair.first, pair.second].compactMap { place in
        data.images(place.part).map { images in
          PixelImage(width: data.size, height: data.size, planes: images.image(place.index))
        }
      }
      return line(pair).printable + "\n"
        + ImageText.render(images, width: console.columns / 2 - 2, capabilities: console.capabilities(ascii: ascii))
    }.joined(separator: "\n")
  }

  // MARK: For programs

  private static let columns = [
    "finding", "split", "index", "class", "file", "other_split", "other_index", "other_class", "other_file", "detail",
  ]

  /// A row for each finding; of pairs both images.
  var csv: String {
    func image(_ place: ImagePlace) -> [String] {
      [place.part.rawValue, "\(place.index)", data.className(place), data.file(place) ?? ""]
    }
    let none = ["", "", "", ""]
    let pairs = self.pairs.map { pair in
      [Self.kind(pair)] + image(pair.first) + image(pair.second) + [Self.correlation(pair).map { "\($0)" } ?? ""]
    }
    let unread = check.unread.map { file in
      ["unread", "", "", "", file.path] + none + [file.kind + (file.reason.map { ": \($0)" } ?? "")]
    }
    let odd = check.oddPictures.map { picture in
      [picture.oddity.rawValue, "", "", "", picture.file] + none + ["\(picture.width)x\(picture.height)"]
    }
    let classes = check.classes.map { finding in
      [Self.word(finding.problem), "train", "", finding.name, ""] + none + ["\(finding.trainImages)"]
    }
    return ([Self.columns] + pairs + unread + odd + classes).map(DelimitedText.line).joined()
  }

  private static func word(_ problem: ClassFinding.Problem) -> String {
    switch problem {
    case .tiny: "tiny"
    case .outweighed: "outweighed"
    }
  }

  private static func correlation(_ pair: Duplicates.Pair) -> Double? {
    guard case .near(let correlation, _) = pair.likeness else { return nil }
    return (correlation * 1000).rounded() / 1000
  }

  /// An object for each finding, then one with their numbers.
  var json: [JSON] {
    func image(_ place: ImagePlace) -> JSON {
      [
        "split": .string(place.part.rawValue), "index": .int(place.index), "class": .string(data.className(place)),
        "file": .text(data.file(place)),
      ]
    }
    let pairs = self.pairs.map { pair -> JSON in
      [
        "event": "pair", "kind": .string(Self.kind(pair)), "correlation": .number(Self.correlation(pair) ?? 1),
        "first": image(pair.first), "second": image(pair.second),
      ]
    }
    let unread = check.unread.map { file -> JSON in
      ["event": "unread", "kind": .string(file.kind), "file": .string(file.path), "reason": .text(file.reason)]
    }
    let odd = check.oddPictures.map { picture -> JSON in
      [
        "event": "size", "kind": .string(picture.oddity.rawValue), "file": .string(picture.file),
        "width": .int(picture.width), "height": .int(picture.height),
      ]
    }
    let classes = check.classes.map { finding -> JSON in
      [
        "event": "class", "kind": .string(Self.word(finding.problem)), "class": .string(finding.name),
        "train_images": .int(finding.trainImages),
      ]
    }
    let duplicates = check.duplicates
    let end: JSON = [
      "event": "check", "name": .string(data.name), "images": .int(data.imageCount),
      "exact": .int(duplicates.exact.count), "near": .int(duplicates.near.count),
      "across_splits": .int(duplicates.pairs.count(where: \.crossesParts)),
      "across_labels": .int(duplicates.pairs.count(where: data.crossesLabels)),
      "cut_short": .bool(duplicates.isCutShort),
      "unread": .int(check.unread.count), "sizes": .int(check.oddPictures.count), "classes": .int(check.classes.count),
    ]
    return pairs + unread + odd + classes + [end]
  }
}
