import Screen

/// The first line: the screens, and how things stand.
struct TitleLine {
  let state: LabState

  /// How things stand, in a few words.
  var standing: Span {
    let train = state.train
    switch train.phase {
    case .starting: return Span("● starting", Style(.warning))
    case .running: return Span("● training \(percent)", Style(.good))
    case .paused: return Span("‖ paused \(percent)", Style(.warning))
    case .held: return Span("! diverged", Style(.error))
    case .stopping: return Span("● stopping", Style(.warning))
    case .idle, .ended, .failed: break
    }
    if state.finder.phase == .running { return Span("● lr sweep", Style(.good)) }
    if case .loading = state.data.phase { return Span("loading images", Style(.warning)) }
    if state.network.isMeasuring { return Span("measuring", Style(.warning)) }
    switch train.phase {
    case .ended(.completed): return Span("✓ trained", Style(.good))
    case .ended(.stopped): return Span("■ stopped", Style(.muted))
    case .ended(.diverged): return Span("! diverged", Style(.error))
    case .failed: return Span("! failed", Style(.error))
    default: return Span("idle", Style(.muted))
    }
  }

  private var percent: String {
    guard let plan = state.train.plan, plan.steps > 0 else { return "" }
    return "\(state.train.progress.steps * 100 / plan.steps)%"
  }

  /// The standing in one word, or as its sign and how far the training is.
  private var brief: String {
    let words = standing.text.split(separator: " ")
    guard let first = words.first, let last = words.last else { return "" }
    if state.train.phase == .running || state.train.phase == .paused { return "\(first) \(percent)" }
    return String(first.contains(where: \.isLetter) ? first : last)
  }

  /// The standing with what it is about, where there is room for it.
  private var status: [Span] {
    guard state.width >= 100 else { return [Span(brief, standing.style)] }
    let running = state.train.isActive ? state.train.plan?.network : nil
    let parts = [running ?? state.network.architecture.name, state.data.set?.name].compactMap(\.self)
    return [Span(parts.joined(separator: " · ") + " · ", Style(.muted)), standing]
  }

  var tabs: TabBar {
    TabBar(
      name: "cifarlab", titles: ScreenID.allCases.map(\.title), active: state.screen.rawValue - 1, status: status)
  }

  /// The screen whose tab covers a column.
  func screen(at column: Int) -> ScreenID? {
    var line = Buffer(width: state.width, height: 1)
    line.draw(tabs, in: line.bounds, RenderContext(theme: state.theme, capabilities: .full))
    let scalars = (0..<state.width).map { line[$0, 0].glyph.base }
    let starts = ScreenID.allCases.compactMap { screen -> (screen: ScreenID, at: Int)? in
      let digit = Unicode.Scalar(UInt8(48 + screen.rawValue))
      let at = scalars.indices.dropFirst().first {
        scalars[$0] == digit && " ▸".unicodeScalars.contains(scalars[$0 - 1])
      }
      return at.map { (screen, $0) }
    }
    guard let hit = starts.last(where: { $0.at - 1 <= column }) else { return nil }
    return column <= hit.at + hit.screen.title.count + 2 ? hit.screen : nil
  }
}

/// The last line: what can be done now, or what was last worth saying.
struct FooterLine: Widget {
  let state: LabState

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    guard let notice = state.notice else {
      buffer.draw(KeyHints(hints), in: rect, context)
      return
    }
    let style: Style =
      switch notice.level {
      case .note: Style(.accent)
      case .warning: Style(.warning, .bold)
      case .error: Style(.error, .bold)
      }
    let sign = notice.level == .note ? "" : "! "
    buffer.write(sign + notice.text, x: rect.x + 1, y: rect.y, style: style, width: rect.width - 2)
  }

  /// Help stands last: it is never left out.
  private var hints: [KeyHints.Hint] {
    let bindings = KeyTable.bindings(state).filter(\.isHinted)
    let ordered = bindings.filter { $0.title != "help" } + bindings.filter { $0.title == "help" }
    return ordered.map { binding in
      var reason = ""
      if case .off(let why) = binding.availability(state) { reason = why }
      return KeyHints.Hint(binding.shortKeys, binding.title, disabledReason: reason)
    }
  }
}
