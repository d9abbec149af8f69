import Experiments
import Files
import ImageData
import Screen
import Training

/// Asks the networks of several runs about a picture, that of the cursor first.
struct PredictJob: LabJob {
  /// Pixels a side of the picture for people.
  private static let largeSide = 192
  private static let fileLimit = 256 << 20

  let subject: PredictSubject
  let question: Int
  let runs: [String]
  let models: PredictModels

  var runsBeside: Bool { true }

  func run(_ handle: JobHandle, in runtime: LabRuntime) throws {
    let file = try subject.file(runtime.options.environment, limit: Self.fileLimit)
    models.keep(only: runs)
    var isShown = false
    for run in runs where !handle.isStopped {
      var answer = RunAnswer(run: run, seen: nil, reason: "its weights do not say which network they belong to")
      do {
        let listing = try runtime.store.find(run)
        let found = try runtime.lease.borrow {
          try models.ask(listing, about: file, name: subject.name, pool: runtime.pool)
        }
        if let found {
          answer = found.answer
          if !isShown { handle.post(try large(file, found.pictures)) }
          isShown = true
        }
      } catch let failure as ImageCodec.Failure {
        throw PictureProblem(name: subject.name, failure: failure)
      } catch {
        answer.reason = "\(error)"
      }
      handle.post(PredictMessage.answered(question, answer))
    }
    if !isShown, !handle.isStopped { handle.post(try large(file, PictureReading())) }
  }

  private func large(_ file: [UInt8], _ pictures: PictureReading) throws -> PredictMessage {
    let picture = PictureFeed(size: Self.largeSide, pictures: pictures).picture(file, name: subject.name)
    switch picture.pixels {
    case .success(let pixels):
      return .shown(question, PixelImage(width: Self.largeSide, height: Self.largeSide, planes: pixels))
    case .failure(let failure): throw PictureProblem(name: subject.name, failure: failure)
    }
  }

  func status(_ phase: Job.Phase, _ state: LabState) -> Span { Span("predicting", Style(.warning)) }

  func ended(_ end: Job.End, in state: inout LabState) -> [Effect] {
    if case .failed(let reason) = end, question == state.predict.question { state.predict.fail(reason) }
    return []
  }
}

/// A picture that cannot be decoded.
private struct PictureProblem: UserFacingError {
  let name: String
  let failure: ImageCodec.Failure

  var exitCode: ExitCode { .fileProblem }
  var problem: String {
    switch failure {
    case .broken(let reason), .tooLarge(let reason): "\(name.printable) is not read: \(reason.printable)"
    }
  }
  var remedy: String? { "take another; archives are for the command: cifarlab predict RUN ARCHIVE" }
}

extension PredictSubject {
  /// The bytes of its file, or of one that is made of its pixels.
  fileprivate func file(_ environment: [String: String], limit: Int) throws -> [UInt8] {
    switch source {
    case .file(let path): return try FileAccess.read(CompletePath.expanded(path, environment), limit: limit)
    case .pixels(let planes, let side):
      let area = side * side
      return try ImageCodec.encodePNG(
        (0..<area).flatMap { place in (0..<3).map { planes[$0 * area + place] } }, width: side, height: side)
    }
  }
}

/// What becomes of questions.
enum PredictMessage: LabMessage {
  /// The pictures of a folder, or of a file by itself; `name` is as it was typed.
  case opened(name: String, folder: Bool, [String])
  case shown(Int, PixelImage)
  case answered(Int, RunAnswer)

  func apply(to state: inout LabState) -> [Effect] {
    switch self {
    case .opened(let name, let isFolder, let pictures):
      state.predict.take(folder: isFolder ? name : nil, isFolder ? pictures : [])
      let file = PredictSubject(source: .file(name), name: name)
      return state.ask(about: state.predict.stepped ?? file)
    case .shown(let question, let picture):
      if question == state.predict.question { state.predict.take(larger: picture) }
    case .answered(let question, let answer):
      if question == state.predict.question { state.predict.take(answer) }
    }
    return []
  }

  func lines(_ state: LabState) -> [String] {
    guard case .answered(let question, let answer) = self, question == state.predict.question else { return [] }
    return [PredictScreen.line(answer, of: state.predict.subject)]
  }
}

/// Looks at what a path names.
struct OpenPictures: FileTask {
  let path: String

  func run(in runtime: LabRuntime) throws {
    let place = CompletePath.expanded(path, runtime.options.environment)
    switch FileKind(of: place) {
    case nil: throw FileProblem(path: path, reason: "is not there")
    case .folder:
      let pictures = try PictureFeed.list(place)
      guard !pictures.isEmpty else { throw FileProblem(path: path, reason: "has no pictures in it") }
      runtime.mailbox.post(PredictMessage.opened(name: path, folder: true, pictures))
    case .regular, .other: runtime.mailbox.post(PredictMessage.opened(name: path, folder: false, []))
    }
  }
}

extension LabState {
  /// The question that is queued or under way.
  var predicting: Job? { jobs.last(PredictJob.self) }

  /// The runs that can be asked, the newest first.
  private var askedRuns: [String] {
    let rows = runs.rows.filter { ($0.document?.result.epochs ?? 0) > 0 }
      .sorted { ($1.created, $1.id) < ($0.created, $0.id) }
    var ids = rows.map(\.id)
    if let last = train.folder, !train.curves.epochs.isEmpty, !ids.contains(last) { ids.insert(last, at: 0) }
    var asked = Array(ids.prefix(PredictState.mostRuns))
    if let chosen = predict.chosen, ids.contains(chosen), !asked.contains(chosen) { asked[asked.count - 1] = chosen }
    return asked
  }

  /// Asks the networks about a picture, in place of what was asked before.
  mutating func ask(about subject: PredictSubject) -> [Effect] {
    var effects = predicting.map { stop($0) } ?? []
    predict.ask(subject, of: askedRuns)
    guard let first = predict.run else { return effects }
    let job = PredictJob(
      subject: subject, question: predict.question, runs: [first] + predict.runs.filter { $0 != first },
      models: predict.models)
    effects.append(jobs.add(job))
    return effects
  }

  /// Opens the screen with an image of a set, the network of `run` first.
  mutating func predict(_ subject: PredictSubject, by run: String? = nil) -> [Effect] {
    if let run { predict.choose(run) }
    predict.take(folder: nil, [])
    return open(.predict) + ask(about: subject)
  }
}
