import Experiments
import Listing
import Training

/// The Runs screen: what the store holds, in which order and through which filter.
struct RunsState: Sendable {
  enum Part: Int, CaseIterable, Sendable { case table, curves }

  /// The folder of the runs.
  var root = RunStore().root
  var layout = RunsLayout()
  private(set) var rows: [RunRow] = []
  /// The rows that the filter lets through, as groups where that is asked for, sorted.
  private(set) var shown: [RunRow] = []
  private(set) var column = RunColumn.date
  private(set) var isAscending = RunColumn.date.ascends
  /// Whether runs that differ in their seeds alone share a row.
  private(set) var isGrouped = false
  /// The filter as it is typed.
  private(set) var filter = ""
  /// Why it is none; all rows are then shown.
  private(set) var filterProblem: String?
  /// Runs that went on or came into being while the screen was known: the filter does not hide them without a word.
  private(set) var recent: Set<String> = []
  /// The id under the cursor: of a run, or of the newest of a group.
  private(set) var selectedID: String?
  var marks = RunMarks()
  /// What the plots show, as it arrives.
  var curves = RunsCurves()
  /// What the best accuracy is drawn over; nil: the accuracy, over epochs.
  private(set) var cost: AccuracyOverTime.Cost?
  var part = Part.table
  var difference = RunsDifference()
  /// The columns that somebody chose; nil: the most telling ones.
  var chosen: [RunColumn]? { didSet { measureColumns() } }
  /// Which columns there could be, and how wide.
  private(set) var choice = RunColumnChoice(nil, for: [])
  /// The list of columns to choose from, while it is open.
  var picker: RunsColumnPicker?
  /// Whether the store has been read.
  private(set) var isListed = false

  /// Over epochs, then seconds, then FLOP.
  mutating func nextCost() {
    let all: [AccuracyOverTime.Cost?] = [nil] + AccuracyOverTime.Cost.allCases
    cost = all[((all.firstIndex(of: cost) ?? 0) + 1) % all.count]
  }

  mutating func take(_ rows: [RunRow]) {
    let before = Set(self.rows.map(\.id))
    let followed = selectedID == nil || selectedID == Self.newest(of: self.rows)?.id
    if isListed { recent.formUnion(rows.lazy.map(\.id).filter { !before.contains($0) }) }
    self.rows = rows
    isListed = true
    arrange()
    measureColumns()
    marks.keep(Set(rows.map(\.id)))
    curves.forget(unless: rows)
    if followed || selectedIndex == nil { selectNewest() }
  }

  /// By all rows, so that columns stay where they are while a filter is typed.
  private mutating func measureColumns() {
    choice = RunColumnChoice(chosen, for: isGrouped ? rows.groupedBySeed : rows)
  }

  /// Filters, groups and sorts, where something has changed about that.
  private mutating func arrange() {
    var rows = rows
    filterProblem = nil
    do throws(InvalidValue) {
      let filter = try RunFilter(parsing: filter)
      if !filter.isEmpty { rows = rows.filter(filter.matches) }
    } catch {
      filterProblem = error.reason
    }
    if isGrouped { rows = rows.groupedBySeed }
    shown = rows.sorted(by: column, ascending: isAscending)
  }

  /// The newest run of some rows.
  static func newest(of rows: [RunRow]) -> RunRow? { rows.max { ($0.created, $0.id) < ($1.created, $1.id) } }

  private mutating func selectNewest() {
    selectedID = Self.newest(of: shown)?.id
  }

  var selectedIndex: Int? {
    selectedID.flatMap { id in shown.firstIndex { $0.id == id || $0.members.contains { $0.name == id } } }
  }
  var selected: RunRow? { selectedIndex.map { shown[$0] } }

  mutating func move(by offset: Int) {
    guard !shown.isEmpty else { return }
    let index = min(max((selectedIndex ?? 0) + offset, 0), shown.count - 1)
    selectedID = shown[index].id
  }

  /// The cursor to the run that a word means.
  mutating func select(_ word: String) throws(RunFolderError) {
    let id = try rows.map(\.listing).meant(by: word, in: root).name
    if !shown.contains(where: { $0.members.contains { $0.name == id } }) {
      filter = ""
      arrange()
    }
    selectedID = id
  }

  mutating func set(filter: String) {
    self.filter = filter
    arrange()
    if selectedIndex == nil { selectNewest() }
  }

  /// A run goes on: the filter may hide it when it has another state.
  mutating func noteResumed(_ id: String) { recent.insert(id) }

  /// Recent runs that the filter hides now, the newest last.
  var hiddenRecent: [String] {
    guard !filter.isEmpty, !recent.isEmpty else { return [] }
    let visible = Set(shown.lazy.flatMap(\.members).map(\.name))
    return rows.map(\.id).filter { recent.contains($0) && !visible.contains($0) }
  }

  mutating func sortByNext() {
    let columns = layout.columns.map(\.column)
    guard !columns.isEmpty else { return }
    sort(by: columns[((columns.firstIndex(of: column) ?? -1) + 1) % columns.count])
  }

  /// By a column; the order is turned round where it is that already.
  mutating func sort(by column: RunColumn) {
    isAscending = column == self.column ? !isAscending : column.ascends
    self.column = column
    arrange()
  }

  mutating func reverse() {
    isAscending.toggle()
    arrange()
  }

  mutating func group() {
    isGrouped.toggle()
    measureColumns()
    let id = selectedID
    arrange()
    selectedID = shown.first { $0.members.contains { $0.name == id } }?.id ?? id
  }
}

extension LabState {
  /// The recipe of the latest run, as far as it can be read.
  var lastRecipe: Recipe? { RunsState.newest(of: runs.rows.filter { $0.recipe != nil })?.recipe }
}
