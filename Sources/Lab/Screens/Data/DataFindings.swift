import ImageData
import Screen

/// What was found in a set, in short lines.
struct DataFindings {
  struct Line: Equatable {
    let title: String
    let text: String
  }

  let lines: [Line]

  init(_ check: SetCheck) {
    let (duplicates, pairs) = (check.duplicates, check.duplicates.pairs)
    var lines: [Line] = []
    if !pairs.isEmpty {
      lines.append(
        Line(
          title: "twice",
          text: "\(Figures.grouped(pairs.count))\(duplicates.isCutShort ? " or more" : ""), "
            + "\(Figures.grouped(pairs.count(where: \.crossesParts))) across splits"))
    }
    if let first = check.unread.first {
      lines.append(Line(title: "unread", text: "\(Figures.grouped(check.unread.count)), as \(first.path)"))
    }
    if let first = check.oddPictures.first {
      lines.append(Line(title: "odd", text: "\(Figures.grouped(check.oddPictures.count)), as \(first.file)"))
    }
    if let smallest = check.classes.min(by: { $0.trainImages < $1.trainImages }) {
      lines.append(
        Line(title: "few of", text: "\(smallest.name): \(Figures.grouped(smallest.trainImages)) training images"))
    }
    self.lines = lines
  }

  /// For a line of its own.
  var summary: String {
    lines.isEmpty
      ? "nothing was found to say of these images" : lines.map { "\($0.title) \($0.text)" }.joined(separator: " · ")
  }
}

/// Looks at a set.
struct CheckImages: FileTask {
  let set: DataSet

  func run(in runtime: LabRuntime) throws {
    runtime.mailbox.post(DataMessage.checked(source: set.source, SetCheck(set)))
  }

  static func == (left: CheckImages, right: CheckImages) -> Bool { left.set.fingerprint == right.set.fingerprint }
}

extension LabState {
  mutating func checkImages() -> [Effect] {
    guard let set = data.set else { return [] }
    say("looking for duplicates among \(Figures.grouped(set.imageCount)) images …")
    return [.file(CheckImages(set: set))]
  }

  mutating func showNextPair() -> [Effect] {
    guard let set = data.set, let pair = data.moveToNextPair() else { return [] }
    func words(_ place: ImagePlace) -> String {
      "\(set.file(place) ?? "\(place.part.rawValue) image \(place.index)") (\(set.className(place)))"
    }
    say("\(pair.likeness == .exact ? "the same" : "nearly the same"): \(words(pair.first)) and \(words(pair.second))")
    return redrawStrip()
  }
}
