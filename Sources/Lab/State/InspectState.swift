import Experiments
import Foundation
import Training

/// What is to be inspected.
enum InspectRequest: Equatable, Sendable {
  /// A run of the store, by its id.
  case run(String)
}

/// What a trained network does on the validation images.
struct Inspection: Equatable, Sendable {
  /// One image and what the network says of it.
  struct Prediction: Equatable, Sendable {
    /// Index into the validation images.
    let image: Int
    let label: Int
    let predicted: Int
    let loss: Double
    /// Natural logarithms of the probability of each class.
    let logProbabilities: [Float]

    /// The probability of a class.
    func probability(_ index: Int) -> Double {
      logProbabilities.indices.contains(index) ? exp(Double(logProbabilities[index])) : 0
    }
  }

  let title: String
  let classes: [String]
  /// matrix[label][predicted]: images.
  let matrix: [[Int]]
  let predictions: [Prediction]
  let filters: [FilterImage]
  let layers: [LayerFigures]
  let accuracy: Double
  let loss: Double

  var count: Int { predictions.count }
}

/// The Inspect screen.
struct InspectState: Equatable, Sendable {
  enum Phase: Equatable, Sendable {
    case empty
    case working(String)
    case ready
    case failed(String)
  }
  /// The parts that Tab goes through.
  enum Part: Int, CaseIterable, Sendable { case matrix, images, layers }

  private(set) var phase = Phase.empty
  private(set) var inspection: Inspection?
  var part = Part.matrix
  private(set) var row = 0
  private(set) var column = 0
  /// The cell whose images are listed; nil: the worst of all.
  private(set) var cell: (label: Int, predicted: Int)?
  private(set) var listed: [Inspection.Prediction] = []
  private(set) var selected = 0
  var showsShares = true
  /// Whether the probabilities of one image are open.
  var showsProbabilities = false

  static func == (left: InspectState, right: InspectState) -> Bool {
    left.phase == right.phase && left.inspection == right.inspection && left.part == right.part
      && left.row == right.row && left.column == right.column && left.cell?.label == right.cell?.label
      && left.cell?.predicted == right.cell?.predicted && left.selected == right.selected
      && left.showsShares == right.showsShares && left.showsProbabilities == right.showsProbabilities
  }

  mutating func work(_ note: String) { phase = .working(note) }
  mutating func fail(_ reason: String) { phase = .failed(reason) }

  mutating func take(_ inspection: Inspection) {
    self.inspection = inspection
    phase = .ready
    row = 0
    column = 0
    showsProbabilities = false
    if let pair = mostConfused(after: nil) { (row, column) = pair }
    openWorst()
  }

  var current: Inspection.Prediction? { listed.indices.contains(selected) ? listed[selected] : nil }

  mutating func moveCell(rows: Int, columns: Int) {
    let count = inspection?.classes.count ?? 1
    row = min(max(row + rows, 0), count - 1)
    column = min(max(column + columns, 0), count - 1)
  }

  mutating func moveImage(by offset: Int) { selected = min(max(selected + offset, 0), max(listed.count - 1, 0)) }

  /// Lists the images of the cell under the cursor, highest loss first.
  mutating func openCell() {
    guard let inspection else { return }
    cell = (row, column)
    list(inspection.predictions.filter { $0.label == row && $0.predicted == column })
  }

  /// Lists the images with the highest loss of all.
  mutating func openWorst() {
    guard let inspection else { return }
    cell = nil
    list(inspection.predictions.filter { $0.label != $0.predicted })
  }

  private mutating func list(_ predictions: [Inspection.Prediction]) {
    listed = predictions.sorted { ($1.loss, $0.image) < ($0.loss, $1.image) }
    selected = 0
    showsProbabilities = false
  }

  /// The next of the most confused pairs below the cursor's cell, from the last to the first again.
  mutating func moveToNextConfused() {
    if let pair = mostConfused(after: (row, column)) { (row, column) = pair }
  }

  private func mostConfused(after cell: (Int, Int)?) -> (Int, Int)? {
    guard let inspection else { return nil }
    var pairs: [(count: Int, row: Int, column: Int)] = []
    for (row, counts) in inspection.matrix.enumerated() {
      for (column, count) in counts.enumerated() where row != column && count > 0 { pairs.append((count, row, column)) }
    }
    pairs.sort { ($1.count, $0.row, $0.column) < ($0.count, $1.row, $1.column) }
    guard let first = pairs.first else { return nil }
    guard let cell, let index = pairs.firstIndex(where: { $0.row == cell.0 && $0.column == cell.1 }),
      index + 1 < pairs.count
    else { return (first.row, first.column) }
    return (pairs[index + 1].row, pairs[index + 1].column)
  }
}
