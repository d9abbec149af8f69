import Experiments
import Foundation
import ImageData
import Screen
import Training

/// A trained network under inspection.
struct Inspection: Sendable {
  /// Name of the run.
  let title: String
  let network: String
  let facts: Interpretation
  /// The validation images it was evaluated on.
  let images: ImageSet
  /// Figures of each layer by epoch, from the run's folder.
  let history: [LayerRow]
  /// What somebody says of them.
  var labels: InspectLabels

  var classes: [String] { facts.classes }
  var counts: [[Int]] { facts.confusion.counts }

  func label(_ image: Int) -> Int { Int(facts.predictions.labels[image]) }
  func predicted(_ image: Int) -> Int { facts.predictions.predicted(image) }
  func loss(_ image: Int) -> Double { facts.predictions.loss(image) }
  /// The classes, the most probable first.
  func ranked(_ image: Int) -> [Int] {
    let row = facts.predictions.row(image)
    return classes.indices.sorted { (row[row.startIndex + $1], $0) < (row[row.startIndex + $0], $1) }
  }
  /// By class.
  func probabilities(_ image: Int) -> [Double] { facts.predictions.row(image).map { exp(Double($0)) } }
}

/// The Inspect screen.
struct InspectState: Sendable {
  /// The parts that Tab cycles through.
  enum Part: Int, CaseIterable, Sendable { case matrix, images, layers, figures }

  private(set) var inspection: Inspection?
  /// Why the last requested inspection failed.
  private(set) var failure: String?
  var layout = InspectLayout()
  var part = Part.matrix
  private(set) var row = 0
  private(set) var column = 0
  /// Which images are listed, the highest loss first.
  enum Listing: Equatable, Sendable {
    /// All that are taken for another class.
    case worst
    /// Those of a class that are taken for others.
    case errors(label: Int)
    case cell(label: Int, predicted: Int)
  }

  private(set) var listing = Listing.worst
  /// Indices of validation images, highest loss first.
  private(set) var listed: [Int] = []
  private(set) var selected = 0
  var showsShares = true
  /// Whether the report of the classes stands in place of the matrix.
  var showsReport = false
  /// The size of the pictures that somebody wants; nil: as large as several have room.
  var zoom: ImageZoom?
  /// Layers that are scrolled out of their table.
  var layerScroll = 0
  /// The training that was looked at last, or left for another run: with how many validated epochs.
  private var known: (run: String, epochs: Int)?
  /// Whether the probabilities of the current image are shown.
  var showsProbabilities = false
  /// The class under the cursor while one is chosen for the image; nil: none is.
  private(set) var choice: Int?

  /// Whether there is more of a training to look at than when it was asked for last; it is then known.
  mutating func isNew(_ run: String, epochs: Int) -> Bool {
    defer { know(run, epochs: epochs) }
    return known?.run != run || known?.epochs != epochs
  }

  mutating func know(_ run: String, epochs: Int) { known = (run, epochs) }

  mutating func fail(_ reason: String) { failure = reason }

  mutating func take(_ inspection: Inspection) {
    self.inspection = inspection
    failure = nil
    let worst = inspection.facts.confusion.mostConfused.first
    (row, column) = (worst?.label ?? 0, worst?.predicted ?? 0)
    openWorst()
  }

  /// The image under the cursor.
  var current: Int? { listed.indices.contains(selected) ? listed[selected] : nil }

  mutating func moveCell(rows: Int, columns: Int) {
    let count = inspection?.classes.count ?? 1
    row = min(max(row + rows, 0), count - 1)
    column = min(max(column + columns, 0), count - 1)
  }

  /// Begins to choose the class of the image under the cursor, with that which the network gives it.
  mutating func beginChoice() {
    guard let inspection, let current else { return }
    choice = inspection.predicted(current)
    showsProbabilities = true
  }

  /// In the order in which the classes stand there.
  mutating func moveChoice(by offset: Int) {
    guard let inspection, let current, let choice else { return }
    let ranked = inspection.ranked(current)
    let position = (ranked.firstIndex(of: choice) ?? 0) + offset
    self.choice = ranked[min(max(position, 0), ranked.count - 1)]
  }

  /// The name of the chosen class, which ends the choice.
  mutating func takeChoice() -> String? {
    defer { endChoice() }
    return choice.flatMap { inspection?.classes[$0] }
  }

  mutating func endChoice() {
    choice = nil
    showsProbabilities = false
  }

  /// Changes what is said of the image under the cursor.
  mutating func changeLabels(_ body: (inout InspectLabels, Int) -> Void) -> InspectLabels? {
    guard let current, inspection != nil else { return nil }
    body(&inspection!.labels, current)
    return inspection?.labels
  }

  /// What is said of the image under the cursor.
  var said: LabelOverlay.Entry? { current.flatMap { inspection?.labels.said(of: $0) } }

  mutating func select(row: Int, column: Int) { (self.row, self.column) = (row, column) }

  /// To the image with this number among those listed.
  mutating func select(_ number: Int) { selected = min(max(number, 0), max(listed.count - 1, 0)) }

  /// Layers that have no room in their table.
  var hiddenLayers: Int {
    let rows = InspectLayersView.rows(in: layout.layers ?? Rect(x: 0, y: 0, width: 0, height: 0))
    return max((inspection?.facts.layers.count ?? 0) - rows, 0)
  }

  mutating func scrollLayers(by offset: Int) { layerScroll = min(max(layerScroll + offset, 0), hiddenLayers) }

  mutating func moveImage(by offset: Int) { selected = min(max(selected + offset, 0), max(listed.count - 1, 0)) }

  /// Lists the images of the cell under the cursor.
  mutating func openCell() {
    let (row, column) = (row, column)
    listing = .cell(label: row, predicted: column)
    list { $0.label($1) == row && $0.predicted($1) == column }
  }

  /// Lists the images of the class under the cursor that are taken for others.
  mutating func openErrors() {
    let row = row
    listing = .errors(label: row)
    list { $0.label($1) == row && $0.predicted($1) != row }
  }

  /// Lists all images that were predicted wrongly.
  mutating func openWorst() {
    listing = .worst
    list { $0.label($1) != $0.predicted($1) }
  }

  private mutating func list(_ isWanted: (Inspection, Int) -> Bool) {
    guard let inspection else { return }
    listed = inspection.facts.topLosses(inspection.facts.predictions.count).filter { isWanted(inspection, $0) }
    selected = 0
    endChoice()
  }

  /// Moves to the next most confused pair after the cursor's cell, cyclically.
  mutating func moveToNextConfused() {
    guard let pairs = inspection?.facts.confusion.mostConfused, !pairs.isEmpty else { return }
    let now = pairs.firstIndex { $0.label == row && $0.predicted == column }
    let next = pairs[((now ?? -1) + 1) % pairs.count]
    (row, column) = (next.label, next.predicted)
  }
}
