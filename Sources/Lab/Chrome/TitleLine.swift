import Screen

/// The first line: tabs and status.
struct TitleLine {
  let state: LabState

  /// The status of the running job, else of the screen.
  var status: Span {
    if let job = state.jobs.all.first(where: { !$0.work.runsBeside }) ?? state.jobs.all.first {
      return job.work.status(job.phase, state)
    }
    return ScreenID.allCases.lazy.compactMap { $0.type.status(state) }.first ?? Span("idle", Style(.muted))
  }

  /// The status as one word, or as sign and percentage.
  private var brief: String {
    let words = status.text.split(separator: " ")
    guard let first = words.first, let last = words.last else { return "" }
    if last.hasSuffix("%") { return "\(first) \(last)" }
    return String(first.contains(where: \.isLetter) ? first : last)
  }

  /// The status with network and data set, if there is room.
  private var spans: [Span] {
    guard state.width >= 100 else { return [Span(brief, status.style)] }
    let network = state.jobs.all.lazy.compactMap(\.work.network).first ?? state.network.architecture.name
    let parts = [network, state.data.set?.name].compactMap(\.self)
    return [Span(parts.joined(separator: " · ") + " · ", Style(.muted)), status]
  }

  var tabs: TabBar {
    TabBar(
      name: "cifarlab", titles: ScreenID.allCases.map(\.title), digits: ScreenID.allCases.map(\.rawValue),
      active: ScreenID.allCases.firstIndex(of: state.screen) ?? 0, status: spans)
  }
}
