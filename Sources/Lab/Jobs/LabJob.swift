import Screen
import Training

/// A computation. One job holds the cores, the others wait in the order in which they were requested; one that runs
/// beside them borrows the cores batch by batch (`LabRuntime.lease`).
protocol LabJob: Sendable {
  /// The network in the title line while it runs.
  var network: String? { get }
  /// Whether it runs beside the job that holds the cores, and borrows them.
  var runsBeside: Bool { get }
  /// The question before the lab is left while the job is not over; nil: none.
  var quitQuestion: String? { get }

  /// The control of the job, also while it is queued.
  func makeControl() -> TrainingControl
  /// Runs on a thread of its own; an error is the reason of its failure.
  func run(_ handle: JobHandle, in runtime: LabRuntime) throws
  /// Its status in the title line.
  func status(_ phase: Job.Phase, _ state: LabState) -> Span
  /// Called when it was asked to stop.
  func stopAsked(in state: inout LabState)
  /// Called when it is over. A failure has been reported already.
  func ended(_ end: Job.End, in state: inout LabState) -> [Effect]
}

extension LabJob {
  var network: String? { nil }
  var runsBeside: Bool { false }
  var quitQuestion: String? { nil }
  func makeControl() -> TrainingControl { TrainingControl() }
  func stopAsked(in state: inout LabState) {}
  func ended(_ end: Job.End, in state: inout LabState) -> [Effect] { [] }
}

/// Connection of a running job to the interface.
struct JobHandle: Sendable {
  let id: JobID
  let control: TrainingControl
  fileprivate let mailbox: Mailbox

  init(_ id: JobID, _ control: TrainingControl, _ mailbox: Mailbox) {
    self.id = id
    self.control = control
    self.mailbox = mailbox
  }

  var isStopped: Bool { control.request == .stop }

  func post(_ message: any LabMessage) { mailbox.post(message) }
  func note(_ text: String) { mailbox.post(JobMessage.progressed(id, JobProgress(note: text))) }
}

/// Messages about jobs of any kind.
enum JobMessage: LabMessage {
  case began(JobID)
  case progressed(JobID, JobProgress)
  case ended(JobID, Job.End)

  func apply(to state: inout LabState) -> [Effect] {
    switch self {
    case .began(let id):
      state.jobs.advance(id, to: JobProgress())
      return []
    case .progressed(let id, let progress):
      state.jobs.advance(id, to: progress)
      return []
    case .ended(let id, let end):
      guard let job = state.jobs.remove(id) else { return [] }
      if case .failed(let reason) = end { state.say(reason, .error) }
      let effects = job.work.ended(end, in: &state)
      if let closing = state.closing, state.jobs.all.allSatisfy(\.work.runsBeside) { return [.quit(closing)] }
      return effects
    }
  }
}
