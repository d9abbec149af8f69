import Screen

/// Positions of the parts.
struct MachineLayout: Equatable, Sendable {
  /// Columns of a core where many stand side by side.
  private static let coreWidth = 36
  private static let fewCores = 8
  /// Minimum rows of curve and peaks.
  private static let plotHeight = 8
  private static let peaksHeight = 6

  private(set) var load: Rect?
  private(set) var history: Rect?
  private(set) var peaks: Rect?
  private(set) var processor: Rect?
  private(set) var memory: Rect?
  private(set) var disk: Rect?

  init() {}

  init(_ state: LabState) {
    let area = state.contentArea
    let columns = state.isWide ? area.columns([.flexible(3), .flexible(2)]) : [area, area]
    if state.isWide || state.machine.part == .load {
      let cores = max(state.machine.loads.count, 1)
      let beside = Self.columns(cores: cores, columns[0].width)
      // Frame, headings, all cores together, and a line about others.
      let wanted = (cores + beside - 1) / beside + 5
      let rows = columns[0].rows([
        .fixed(min(wanted, area.height - Self.plotHeight - Self.peaksHeight)), .flexible(3), .flexible(2),
      ])
      (load, history, peaks) = (rows[0], rows[1], rows[2])
    }
    if state.isWide || state.machine.part == .stock {
      let rows = columns[1].rows([.fixed(10), .fixed(5), .rest])
      (processor, memory, disk) = (rows[0], rows[1], rows[2])
    }
  }

  /// Cores side by side in a frame of that width.
  static func columns(cores: Int, _ width: Int) -> Int { cores <= fewCores ? 1 : max(1, (width - 4) / coreWidth) }
}
