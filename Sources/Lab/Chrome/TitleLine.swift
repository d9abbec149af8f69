import Screen

/// The first line: tabs, what the screen shows, and what is being done.
struct TitleLine {
  let state: LabState

  /// What the lab is doing, and of which network and run.
  private struct Activity {
    let status: Span
    var network: String?
    var run: String?

    /// Whether it is of another network, or another run of the same, than is shown.
    func isOther(than subject: Subject) -> Bool {
      guard let network else { return false }
      return subject.run.map { $0 != run } ?? (network != subject.network)
    }
  }

  /// That of the running job, else what has ended, as far as the screen shows that.
  private func activity(beside subject: Subject) -> Activity {
    if let job = state.jobs.all.first(where: { !$0.work.runsBeside }) ?? state.jobs.all.first {
      let run = state.training?.id == job.id ? state.train.folder : nil
      return Activity(status: job.work.status(job.phase, state), network: job.work.network, run: run)
    }
    for screen in ScreenID.allCases {
      guard let status = screen.type.status(state) else { continue }
      let isOfTraining = screen == .train
      let ended = Activity(
        status: status, network: isOfTraining ? state.train.plan?.network : nil,
        run: isOfTraining ? state.train.folder : nil)
      if !ended.isOther(than: subject) { return ended }
    }
    return Activity(status: Span("idle", Style(.muted)))
  }

  private var subject: Subject { state.screen.type.subject(state) }

  var status: Span { activity(beside: subject).status }

  /// The status as one word, or as sign and percentage.
  private var brief: String {
    let words = status.text.split(separator: " ")
    guard let first = words.first, let last = words.last else { return "" }
    if last.hasSuffix("%") { return "\(first) \(last)" }
    return String(first.contains(where: \.isLetter) ? first : last)
  }

  /// What the screen shows, then the status; with the network that it is of where that is another one.
  private var spans: [Span] {
    let subject = subject
    let isNarrow = state.width < 100
    let shown = [subject.network] + (isNarrow ? [] : [subject.detail].compactMap(\.self))
    var spans = [Span(shown.joined(separator: " · ") + " · ", Style(.muted))]
    let activity = activity(beside: subject)
    if let network = activity.network, activity.isOther(than: subject) {
      spans.append(Span("\(network) ", Style(.text, .bold)))
    }
    return spans + [isNarrow ? Span(brief, status.style) : status]
  }

  var tabs: TabBar {
    TabBar(
      name: "cifarlab", titles: ScreenID.allCases.map(\.title), keys: ScreenID.allCases.map(state.keyName),
      active: ScreenID.allCases.firstIndex(of: state.screen) ?? 0, status: spans)
  }
}
