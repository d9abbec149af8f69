import Experiments
import Files
import Listing

extension RunsCommands {
  static let listOptions: [any AnyOption] = [Options.columns, Options.filter]

  /// `runs`, `runs list`: all runs that the filter lets through, the newest last.
  @Sendable static func list(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    try arguments.refuseOperands()
    let columns = try arguments[Options.columns]
    let filter = try arguments[Options.filter] ?? RunFilter()
    let store = try arguments.storeToRead()
    let all = store.list()
    let runs = filter.isEmpty ? all : all.filter { filter.matches(RunRow($0)) }
    guard !arguments.has(Options.json) else {
      if columns != nil { throw UsageError("--columns is of the table", remedy: "leave it out with --json") }
      for run in runs { try console.write(.object(json(run))) }
      return .done
    }
    guard !all.isEmpty else {
      console.message("cifarlab: there are no runs in \(store.root); train one with: cifarlab train ConvNet")
      return .done
    }
    guard !runs.isEmpty else {
      console.message("cifarlab: none of the \(all.count) runs in \(store.root) fits the filter")
      return .done
    }
    try console.write(table(runs, columns, width: console.outputIsTerminal ? console.columns : nil))
    return .done
  }

  /// Runs, one a line: the columns that were chosen, or the folder and the most telling ones that fit.
  static func table(_ runs: [RunListing], _ chosen: [RunColumn]? = nil, width: Int?) -> String {
    let rows = runs.map { RunRow($0) }
    let shown = chosen ?? automatic(rows, width)
    var table = TextTable(shown.map { ($0.title, $0.isNumeric ? .right : .left) })
    for row in rows { table.add(shown.map { $0 == .state ? state(row.listing) : row[$0].text }) }
    return table.text
  }

  /// The folder, which names the run and its date, before the others.
  private static func automatic(_ rows: [RunRow], _ width: Int?) -> [RunColumn] {
    let folder = rows.reduce(0) { max($0, $1[.folder].width) }
    let gap = 2
    let placed = RunColumnChoice(nil, for: rows).fitting(
      width.map { max(0, $0 - folder - gap) } ?? .max, gap: gap, dateWidth: 0)
    return [.folder] + placed.map(\.column).filter { $0 != .date }
  }

  /// How far a run came, or why its folder says nothing.
  private static func state(_ run: RunListing) -> String {
    if case .damaged(let reason) = run.content { "damaged: \(reason)" } else { run.status.rawValue }
  }
}
