import Screen
import Training

/// Something that computes. It has the cores for itself: one job runs, the others wait in the order they were asked for.
protocol LabJob: Sendable {
  /// The network that the title line names while it runs.
  var network: String? { get }
  /// What is asked before the lab is left while this is not over; nil: nothing.
  var quitQuestion: String? { get }

  /// What it is asked through, from before it waits for its turn.
  func makeControl() -> TrainingControl
  /// Computes on a thread of its own; what it throws is why it failed.
  func run(_ handle: JobHandle, in runtime: LabRuntime) throws
  /// How it stands, in a few words for the title line.
  func status(_ phase: Job.Phase, _ state: LabState) -> Span
  /// It has been asked to stop.
  func stopAsked(in state: inout LabState)
  /// It is over. A failure has been said already.
  func ended(_ end: Job.End, in state: inout LabState) -> [Effect]
}

extension LabJob {
  var network: String? { nil }
  var quitQuestion: String? { nil }
  func makeControl() -> TrainingControl { TrainingControl() }
  func stopAsked(in state: inout LabState) {}
  func ended(_ end: Job.End, in state: inout LabState) -> [Effect] { [] }
}

/// What a job at work has to do with the outside.
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

/// What becomes of a job, whatever it computes.
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
      if let closing = state.closing, state.jobs.all.isEmpty { return [.quit(closing)] }
      return effects
    }
  }
}
