import Screen

/// What the screen shows of a state: nothing else decides it.
func view(_ state: LabState, _ capabilities: Capabilities) -> Buffer {
  var buffer = Buffer(width: state.width, height: state.height, unicode: capabilities.unicode)
  let context = RenderContext(theme: state.theme, capabilities: capabilities)
  guard state.isLargeEnough else {
    drawTooSmall(state, into: &buffer)
    return buffer
  }
  buffer.draw(TitleLine(state: state).tabs, in: Rect(x: 0, y: 0, width: state.width, height: 1), context)
  let content = state.contentArea
  switch state.screen {
  case .data: buffer.draw(DataView(state: state), in: content, context)
  case .network: buffer.draw(NetworkView(state: state), in: content, context)
  case .finder: buffer.draw(FinderView(state: state), in: content, context)
  case .train: buffer.draw(TrainView(state: state), in: content, context)
  case .inspect: buffer.draw(InspectView(state: state), in: content, context)
  case .runs: buffer.draw(RunsView(state: state), in: content, context)
  }
  for overlay in state.overlays { drawOverlay(overlay, of: state, in: content, into: &buffer, context) }
  buffer.draw(FooterLine(state: state), in: state.footerArea, context)
  return buffer
}

/// What stands where the screens do not fit: the size that they need, and how the training is.
private func drawTooSmall(_ state: LabState, into buffer: inout Buffer) {
  let size = LabState.smallest
  var lines = [
    Span("needs \(size.width)×\(size.height), is \(state.width)×\(state.height)", Style(.warning)),
    TitleLine(state: state).standing,
  ]
  if let epoch = state.train.curves.epochs.last {
    lines.append(Span("accuracy \(Figures.percent(epoch.accuracy)) %", Style(.accuracy)))
  }
  if state.train.isActive { lines.append(Span("it goes on", Style(.muted))) }
  let top = max(0, (state.height - lines.count) / 2)
  for (index, line) in lines.enumerated() where top + index < state.height {
    buffer.write(line.text, x: 0, y: top + index, style: line.style, width: state.width, align: .centre)
  }
}

extension LabState {
  /// Between the title and the footer.
  var contentArea: Rect { Rect(x: 0, y: 1, width: width, height: height - 2) }
  var footerArea: Rect { Rect(x: 0, y: height - 1, width: width, height: 1) }
  /// Whether side panels stand beside the main one; where not, they are a page of their own.
  var isWide: Bool { width >= 100 }
  var isTall: Bool { height >= 36 }
}
