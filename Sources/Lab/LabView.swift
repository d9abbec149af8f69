import Screen

/// Draws a state. The result depends on nothing else.
func view(_ state: LabState, _ capabilities: Capabilities) -> Buffer {
  var buffer = Buffer(width: state.width, height: state.height, unicode: capabilities.unicode)
  let context = RenderContext(theme: state.theme, capabilities: capabilities)
  guard state.isLargeEnough else {
    drawTooSmall(state, into: &buffer)
    return buffer
  }
  buffer.draw(TitleLine(state: state).tabs, in: state.titleArea, context)
  state.screen.type.draw(state, into: &buffer, context)
  for overlay in state.overlays { drawOverlay(overlay, of: state, in: state.contentArea, into: &buffer, context) }
  if let line = state.notice.map(NoticeLine.init) { buffer.draw(line, in: line.place(in: state.contentArea), context) }
  buffer.draw(FooterLine(state: state), in: state.footerArea, context)
  return buffer
}

/// For terminals that are too small: the size needed, and the state of the training.
private func drawTooSmall(_ state: LabState, into buffer: inout Buffer) {
  let size = LabState.smallest
  var lines = [
    Span("needs \(size.width)×\(size.height), is \(state.width)×\(state.height)", Style(.warning)),
    TitleLine(state: state).status,
  ]
  if let epoch = state.train.curves.epochs.last {
    lines.append(Span("accuracy \(Figures.percent(epoch.accuracy)) %", Style(.accuracy)))
  }
  if state.training != nil { lines.append(Span("it goes on", Style(.muted))) }
  let top = max(0, (state.height - lines.count) / 2)
  for (index, line) in lines.enumerated() where top + index < state.height {
    buffer.write(line.text, x: 0, y: top + index, style: line.style, width: state.width, align: .centre)
  }
}
