import Screen

/// Processor, memory, and disk space.
struct StockView {
  private static let labelWidth = 8
  /// Rows of the disk facts with the folders' paths.
  private static let fullDiskHeight = 8

  let state: LabState
  private var machine: MachineState { state.machine }
  private var text: MachineText { MachineText(machine) }

  func drawProcessor(into buffer: inout Buffer, in rect: Rect) {
    let inner = buffer.frame(rect, title: "processor", focused: machine.part == .stock).inset(columns: 1)
    draw(text.processorFacts, into: &buffer, in: inner)
  }

  func drawMemory(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: "memory", note: LoadBar.legend).inset(columns: 1)
    let rows = inner.rows([.fixed(1), .rest])
    if let memory = machine.sample?.memory, let total = memory.total, let available = memory.available,
      let lab = memory.lab, total > 0
    {
      let share = Double(lab) / Double(total)
      buffer.draw(LoadBar(lab: share, others: 1 - Double(available) / Double(total) - share), in: rows[0], context)
    }
    draw(text.memoryFacts, into: &buffer, in: rows[1])
  }

  func drawDisk(into buffer: inout Buffer, in rect: Rect) {
    let note = machine.disk == nil ? "counting …" : ""
    let inner = buffer.frame(rect, title: "disk", note: note).inset(columns: 1)
    let delete = state.keyName(.delete)
    let ways = (
      runs: "\(delete) on \(state.keyName(of: .runs)) \(ScreenID.runs.title) deletes one", cache: "\(delete) empties it"
    )
    draw(text.diskFacts(paths: inner.height >= Self.fullDiskHeight, ways: ways), into: &buffer, in: inner)
  }

  /// Draws facts line by line, wrapped.
  private func draw(_ facts: [MachineText.Fact], into buffer: inout Buffer, in rect: Rect) {
    var y = rect.y
    for fact in facts {
      buffer.write(fact.label, x: rect.x, y: y, style: Style(.muted), width: y < rect.maxY ? Self.labelWidth : 0)
      for line in Paragraph.wrap(fact.value, width: rect.width - Self.labelWidth) where y < rect.maxY {
        buffer.write(
          line, x: rect.x + Self.labelWidth, y: y, style: fact.style, width: rect.width - Self.labelWidth)
        y += 1
      }
    }
  }
}
