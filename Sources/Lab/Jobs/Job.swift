/// Identifies a job while the lab is open.
struct JobID: Hashable, Sendable {
  let number: Int
}

/// Progress of a job.
struct JobProgress: Equatable, Sendable {
  /// The current stage.
  var note = ""
  var done = 0
  /// 0: unknown.
  var total = 0

  var percent: String { total > 0 ? "\(done * 100 / total)%" : "" }
}

/// A computation, from the request until its end.
struct Job: Sendable, Equatable {
  enum Phase: Equatable, Sendable {
    case queued
    case running(JobProgress)
    case stopping
  }

  enum End: Equatable, Sendable {
    case done
    /// Stopped while it was queued.
    case withdrawn
    case failed(String)
  }

  let id: JobID
  let work: any LabJob
  fileprivate(set) var phase = Phase.queued

  static func == (left: Job, right: Job) -> Bool { left.id == right.id && left.phase == right.phase }
}

/// The running job and the queued ones, in the order in which they were requested.
struct JobList: Sendable {
  private(set) var all: [Job] = []
  private var made = 0

  mutating func add(_ work: any LabJob) -> Effect {
    made += 1
    let job = Job(id: JobID(number: made), work: work)
    all.append(job)
    return .start(job)
  }

  /// The last requested job of that kind.
  func last<Work: LabJob>(_ kind: Work.Type) -> Job? { all.last { $0.work is Work } }

  /// Records progress; a stopping job keeps that phase.
  mutating func advance(_ id: JobID, to progress: JobProgress) {
    guard let index = all.firstIndex(where: { $0.id == id }), all[index].phase != .stopping else { return }
    all[index].phase = .running(progress)
  }

  mutating func advance<Work: LabJob>(_ kind: Work.Type, to progress: JobProgress) {
    if let job = last(kind) { advance(job.id, to: progress) }
  }

  mutating func remove(_ id: JobID) -> Job? {
    all.firstIndex { $0.id == id }.map { all.remove(at: $0) }
  }

  fileprivate mutating func markStopping(_ id: JobID) {
    if let index = all.firstIndex(where: { $0.id == id }) { all[index].phase = .stopping }
  }
}

extension LabState {
  /// Asks a job to stop, once; a queued one never begins.
  mutating func stop(_ job: Job) -> [Effect] {
    guard let job = jobs.all.first(where: { $0.id == job.id }), job.phase != .stopping else { return [] }
    jobs.markStopping(job.id)
    job.work.stopAsked(in: &self)
    return [.ask(job.id, .stop)]
  }

  mutating func stopAllJobs() -> [Effect] { jobs.all.flatMap { stop($0) } }
}
