import Files
import Screen

/// Processor, load of the cores by the lab and by others, memory, and disk space.
enum MachineScreen: LabScreen {
  static let title = "Machine"

  static let commands = [
    PromptCommand("peak", help: "measures the multiply-add peak", when: { $0.peakAvailability }) { $0.measurePeak() },
    PromptCommand(
      "empty-cache", help: "deletes decoded images and downloads; asks first", when: { $0.emptyAvailability }
    ) {
      $0.askToEmptyCache()
    },
  ]

  static func hasSeveralParts(_ state: LabState) -> Bool { state.isWide }

  static func layOut(_ state: inout LabState) { state.machine.layout = MachineLayout(state) }

  static func draw(_ state: LabState, into buffer: inout Buffer, _ context: RenderContext) {
    let layout = state.machine.layout
    let moment = LoadView(state: state)
    let stock = StockView(state: state)
    if let load = layout.load { moment.drawLoad(into: &buffer, in: load, context) }
    if let history = layout.history { buffer.draw(moment.history, in: history, context) }
    if let peaks = layout.peaks { moment.drawPeaks(into: &buffer, in: peaks, context) }
    if let processor = layout.processor { stock.drawProcessor(into: &buffer, in: processor) }
    if let memory = layout.memory { stock.drawMemory(into: &buffer, in: memory, context) }
    if let disk = layout.disk { stock.drawDisk(into: &buffer, in: disk) }
  }

  static func opened(_ state: inout LabState) -> [Effect] {
    var effects = [Effect.measureDisk]
    if state.machine.processor == nil { effects.insert(.file(DescribeProcessor()), at: 0) }
    if state.machine.watch() { effects.insert(.sampleMachine(isFirst: true), at: 0) }
    return effects
  }

  static func back(_ state: inout LabState) { state.machine.part = .load }

  static func click(_ state: inout LabState, x: Int, y: Int) -> [Effect] {
    let layout = state.machine.layout
    let isLoad = [layout.load, layout.history, layout.peaks].contains { $0?.contains(x: x, y: y) == true }
    state.machine.part = isLoad ? .load : .stock
    return []
  }

  static func moveFocus(_ state: inout LabState, by offset: Int) {
    state.machine.part = state.machine.part.moved(by: offset)
  }

  /// The folder of the runs.
  static func target(_ state: LabState) -> Result<OpenTarget, InputError> { .success(.path(state.runs.root)) }

  static func sameCommand(_ state: LabState) -> String {
    ShellQuoting.line(["cifarlab", "bench", state.saidRecipe.networkFile ?? state.network.architecture.name])
  }

  /// The constant facts; figures are printed when they have been read again.
  static func lines(_ state: LabState) -> [String] {
    let text = MachineText(state.machine)
    return text.processor + text.peaks
  }
}
