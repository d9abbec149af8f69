import Experiments
import ImageData
import Screen

/// A picture that networks are asked about.
struct PredictSubject: Sendable, Equatable {
  enum Source: Sendable, Equatable {
    /// The path of its file.
    case file(String)
    /// `[channel][row][column]` of a square, from a set that is in memory.
    case pixels([UInt8], side: Int)
  }

  let source: Source
  /// For display.
  let name: String
  /// The class that it has in its set; nil: nobody said.
  var label: String?
  /// Where an image of a set has a file of its own.
  var file: PictureFile?
}

/// What the network of a run takes a picture for.
struct RunAnswer: Sendable, Equatable {
  /// What it saw, and all its classes, the most probable first.
  struct Seen: Sendable, Equatable {
    let picture: PixelImage
    let ranking: [PredictedPicture.RankedClass]
  }

  let run: String
  /// nil: it cannot be asked, and `reason` says why.
  let seen: Seen?
  var reason = ""

  var best: PredictedPicture.RankedClass? { seen?.ranking.first }

  /// Whether its network could say that class.
  func knows(_ name: String) -> Bool { probability(of: name) != nil }

  /// nil: its network knows no class of that name.
  func probability(of name: String?) -> Double? { seen?.ranking.first { $0.name == name }?.probability }
}

/// The Predict screen.
struct PredictState: Sendable {
  /// The most runs that are asked about a picture.
  static let mostRuns = 12

  private(set) var subject: PredictSubject?
  /// The folder that is stepped through, and the pictures in it.
  private(set) var folder: String?
  private(set) var pictures: [String] = []
  private(set) var position = 0
  /// Runs that are asked, the newest first.
  private(set) var runs: [String] = []
  private(set) var answers: [String: RunAnswer] = [:]
  /// The picture larger than any network sees it.
  private(set) var larger: PixelImage?
  /// Why the picture cannot be shown.
  private(set) var problem: String?
  /// The run whose answer is shown in full; nil: the newest.
  private(set) var chosen: String?
  /// The class whose probability stands beside each run; nil: that of the class which the run says.
  private(set) var followed: String?
  var showsLarger = false
  var layout = PredictLayout()
  /// Networks that have answered already.
  let models = PredictModels()
  /// Counts what was asked: answers to an earlier question come too late.
  private(set) var question = 0

  /// The run under the cursor.
  var run: String? { chosen.flatMap { runs.contains($0) ? $0 : nil } ?? runs.first }
  var answer: RunAnswer? { run.flatMap { answers[$0] } }
  /// The most classes that a network knows.
  var classes: Int { answers.values.compactMap { $0.seen?.ranking.count }.max() ?? 10 }

  mutating func choose(_ run: String?) { chosen = run }

  /// Follows a class through the runs; once more: no longer.
  mutating func follow(_ name: String?) { followed = followed == name ? nil : name }

  /// Follows the class before or after, in the order in which they stand there; none between the last and the first.
  mutating func followClass(by offset: Int) {
    let names = answer?.seen?.ranking.map(\.name) ?? []
    let places = [nil] + names.map(Optional.some)
    let now = places.firstIndex(of: followed) ?? 0
    followed = places[(now + offset + places.count) % places.count]
  }

  mutating func moveRun(by offset: Int) {
    guard let run, let index = runs.firstIndex(of: run) else { return }
    chosen = runs[min(max(index + offset, 0), runs.count - 1)]
  }

  /// Takes the pictures of a folder to step through, or those of no folder.
  mutating func take(folder: String?, _ pictures: [String]) {
    (self.folder, self.pictures, position) = (folder, pictures, 0)
  }

  mutating func move(by offset: Int) { position = min(max(position + offset, 0), max(pictures.count - 1, 0)) }

  /// The picture of the folder that is next to be asked about.
  var stepped: PredictSubject? {
    guard let folder, pictures.indices.contains(position) else { return nil }
    let path = folder.hasSuffix("/") ? folder + pictures[position] : folder + "/" + pictures[position]
    return PredictSubject(source: .file(path), name: pictures[position])
  }

  /// A new question, to which nothing is known yet.
  mutating func ask(_ subject: PredictSubject, of runs: [String]) {
    question += 1
    self.subject = subject
    self.runs = runs
    (answers, larger, problem) = ([:], nil, nil)
  }

  mutating func take(_ answer: RunAnswer) { answers[answer.run] = answer }
  mutating func take(larger: PixelImage) { self.larger = larger }
  mutating func fail(_ reason: String) { problem = reason }
}
