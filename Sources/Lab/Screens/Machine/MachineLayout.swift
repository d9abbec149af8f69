import Screen

/// Where the parts of the Machine screen stand.
struct MachineLayout: Equatable, Sendable {
  /// Columns of a core, where many stand beside one another.
  private static let coreWidth = 36
  private static let fewCores = 8
  /// Rows that the curve and the peaks need at least.
  private static let plotHeight = 8
  private static let peaksHeight = 6

  private(set) var load: Rect?
  private(set) var history: Rect?
  private(set) var peaks: Rect?
  private(set) var processor: Rect?
  private(set) var memory: Rect?
  private(set) var disk: Rect?

  /// Before anything is shown.
  init() {}

  init(_ state: LabState) {
    let area = state.contentArea
    let columns = state.isWide ? area.columns([.flexible(3), .flexible(2)]) : [area, area]
    if state.isWide || state.machine.part == .load {
      let cores = max(state.machine.loads.count, 1)
      let beside = Self.columns(cores: cores, columns[0].width)
      // With the frame, the headings, all cores together, and a line about others.
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

  /// How many cores stand beside one another in a frame of that width.
  static func columns(cores: Int, _ width: Int) -> Int { cores <= fewCores ? 1 : max(1, (width - 4) / coreWidth) }
}
