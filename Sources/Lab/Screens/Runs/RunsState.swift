import Experiments
import Training

/// A run of the store as one row of the table.
struct RunRow: Equatable, Sendable {
  /// Name of the folder.
  let id: String
  let recipe: Recipe?
  let network: String
  let widths: [Int]
  let parameters: Int?
  let accuracy: Double?
  var loss: Double?
  let seconds: Double?
  let epochs: Int
  let status: RunListing.Status
  /// `2026-11-23 14:32`.
  let date: String

  var isDamaged: Bool { status == .damaged || status == .foreign }

  var learningRate: Double? { recipe?.rate }

  /// Text that the filter searches.
  var searchText: String {
    ([id, network, status.rawValue, recipe?.data ?? ""] + widths.map(String.init)).joined(separator: " ").lowercased()
  }
}

/// The Runs screen.
struct RunsState: Sendable {
  /// The columns to sort by.
  enum Column: Int, CaseIterable, Sendable {
    case date, network, parameters, accuracy, loss, seconds, learningRate

    var title: String {
      switch self {
      case .date: "date"
      case .network: "network"
      case .parameters: "parameters"
      case .accuracy: "accuracy"
      case .loss: "loss"
      case .seconds: "seconds"
      case .learningRate: "lr"
      }
    }
  }
  enum Part: Int, CaseIterable, Sendable { case table, curves }

  /// Folder of the store.
  var root = "runs"
  var layout = RunsLayout()
  private(set) var rows: [RunRow] = []
  /// The rows that pass the filter, sorted.
  private(set) var shown: [RunRow] = []
  private(set) var column = Column.date
  private(set) var isAscending = false
  private(set) var filter = ""
  /// Id at the cursor.
  private(set) var selectedID: String?
  /// In the order of marking.
  private(set) var marked: [String] = []
  /// By id; loaded in the background.
  private(set) var curves: [String: RunCurves] = [:]
  var part = Part.table
  private var showsDifference = false
  /// First visible line of the difference.
  var differenceTop = 0
  /// Whether the store has been read.
  private(set) var isListed = false

  mutating func take(_ rows: [RunRow]) {
    self.rows = rows
    arrange()
    isListed = true
    let ids = Set(rows.map(\.id))
    marked.removeAll { !ids.contains($0) }
    if selectedID.map(ids.contains) != true { selectedID = shown.first?.id }
  }

  mutating func take(_ curves: RunCurves, of id: String) { self.curves[id] = curves }

  /// Filters and sorts; called after each change.
  private mutating func arrange() {
    let words = filter.lowercased().split(separator: " ")
    let rows = rows.filter { row in words.allSatisfy { row.searchText.contains($0) } }
    let ordered = rows.sorted { left, right in
      switch column {
      case .date: left.id < right.id
      case .network: (left.network, left.id) < (right.network, right.id)
      case .parameters: (left.parameters ?? -1, left.id) < (right.parameters ?? -1, right.id)
      case .accuracy: (left.accuracy ?? -1, left.id) < (right.accuracy ?? -1, right.id)
      case .loss: (left.loss ?? .infinity, left.id) < (right.loss ?? .infinity, right.id)
      case .seconds: (left.seconds ?? -1, left.id) < (right.seconds ?? -1, right.id)
      case .learningRate: (left.learningRate ?? -1, left.id) < (right.learningRate ?? -1, right.id)
      }
    }
    shown = isAscending ? ordered : ordered.reversed()
  }

  var selectedIndex: Int? { selectedID.flatMap { id in shown.firstIndex { $0.id == id } } }
  var selected: RunRow? { selectedID.flatMap { id in shown.first { $0.id == id } } }

  mutating func move(by offset: Int) {
    guard !shown.isEmpty else { return }
    let index = min(max((selectedIndex ?? 0) + offset, 0), shown.count - 1)
    selectedID = shown[index].id
  }

  /// Clears the filter and moves the cursor to the run of that id; false: there is none.
  mutating func select(_ id: String) -> Bool {
    guard rows.contains(where: { $0.id == id }) else { return false }
    filter = ""
    arrange()
    selectedID = id
    return true
  }

  mutating func set(filter: String) {
    self.filter = filter
    arrange()
    if selected == nil { selectedID = shown.first?.id }
  }

  mutating func sortByNext() {
    column = column.moved(by: 1)
    isAscending = column == .network || column == .loss
    arrange()
  }

  mutating func reverse() {
    isAscending.toggle()
    arrange()
  }

  /// Marks or unmarks the run; true if its curves have to be loaded.
  mutating func toggleMark() -> Bool {
    guard let id = selectedID else { return false }
    if let index = marked.firstIndex(of: id) {
      marked.remove(at: index)
      return false
    }
    marked.append(id)
    return curves[id] == nil
  }

  mutating func showDifference(_ isShown: Bool) {
    showsDifference = isShown
    differenceTop = 0
  }

  mutating func clearMarks() { marked = [] }

  /// The runs to compare: the first two marked, or the marked one and that at the cursor.
  var compared: (RunRow, RunRow)? {
    var ids = marked
    if ids.count < 2, let selectedID, !ids.contains(selectedID) { ids.append(selectedID) }
    let found = ids.prefix(2).compactMap { id in rows.first { $0.id == id } }
    return found.count == 2 ? (found[0], found[1]) : nil
  }

  /// The same while the difference is shown.
  var difference: (RunRow, RunRow)? { showsDifference ? compared : nil }
}

extension LabState {
  /// The recipe of the latest run that can be read.
  var lastRecipe: Recipe? { runs.rows.filter { $0.recipe != nil }.max { $0.id < $1.id }?.recipe }
}
