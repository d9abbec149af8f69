import Experiments
import Screen

/// Curves over a common axis, as a picture.
struct CurvePicture {
  struct Curve {
    let name: String
    let colour: RGB
    let points: [RunPoint]
  }

  /// A labelled vertical line.
  struct Mark {
    let x: Double
    let label: String
  }

  let title: String
  let xTitle: String
  let curves: [Curve]
  var marks: [Mark] = []
  /// The horizontal axis; its range is ignored.
  var x = PlotAxis(wholeNumbers: true)
  /// Values outside are drawn at the edge; nil: the range of the curves.
  var yRange: ClosedRange<Double>?
  /// Whether each curve's name stands where it ends, not in the heading.
  var namesStandAtEnds = false

  private static let size = (width: 960, height: 420)
  private static let margin = (left: 90, right: 20, top: 40, bottom: 50)
  private static let rowHeight = 16

  /// Points that are not finite, or beyond 1e30, are gaps.
  func draw<Paper: Sheet>(on _: Paper.Type = Canvas.self) -> Paper {
    var sheet = Paper(width: Self.size.width, height: Self.size.height)
    sheet.text(title, x: Self.margin.left, y: 14)
    let points = curves.flatMap(\.points).filter(canBeDrawn).map { (place($0.x), yRange?.limiting($0.y) ?? $0.y) }
    guard let frame = Frame(points, Self.size, Self.margin, y: yRange) else {
      sheet.text("no points", x: Self.margin.left, y: 60)
      return sheet
    }
    drawAxes(frame, &sheet)
    drawMarks(frame, &sheet)
    for (index, curve) in curves.enumerated() {
      let parts = curve.points.withGaps.split { !canBeDrawn($0) }
      for part in parts {
        let places = part.map { frame.place((place($0.x), yRange?.limiting($0.y) ?? $0.y)) }
        if places.count == 1 { sheet.line(from: places[0], to: places[0], curve.colour) }
        for (a, b) in zip(places, places.dropFirst()) { sheet.line(from: a, to: b, curve.colour) }
      }
      if namesStandAtEnds, let last = parts.last?.last {
        drawName(of: curve, at: frame.place((place(last.x), last.y)), &sheet)
      } else {
        sheet.text(curve.name, x: Self.size.width - 160 * (curves.count - index), y: 14, curve.colour)
      }
    }
    return sheet
  }

  /// Beside the end of a curve, or above it where there is no room.
  private func drawName(of curve: Curve, at end: (x: Double, y: Double), _ sheet: inout some Sheet) {
    let (width, right) = (Canvas.textWidth(curve.name), Self.size.width - Self.margin.right)
    let isBeside = Int(end.x) + 8 + width <= right
    let x = isBeside ? Int(end.x) + 8 : right - width
    sheet.text(curve.name, x: x, y: Int(end.y) - (isBeside ? 5 : 18), curve.colour)
  }

  /// Where a value stands on the axis: itself, or its logarithm.
  private func place(_ value: Double) -> Double { x.position(value) ?? value }

  /// Finite, and not so large that its distance to another overflows.
  private func canBeDrawn(_ point: RunPoint) -> Bool {
    abs(point.x) < 1e30 && abs(point.y) < 1e30 && x.position(point.x) != nil
  }

  private func drawAxes(_ frame: Frame, _ sheet: inout some Sheet) {
    let bottom = Self.size.height - Self.margin.bottom
    let right = Self.size.width - Self.margin.right
    for tick in PlotAxis().ticks(from: frame.y.lowerBound, to: frame.y.upperBound, count: 5) {
      let y = Int(frame.place((frame.x.lowerBound, tick.value)).y)
      sheet.fill(x: Self.margin.left, y: y, width: right - Self.margin.left, height: 1, .faint)
      sheet.text(tick.label, x: Self.margin.left - 10 - Canvas.textWidth(tick.label), y: y - 5)
    }
    for tick in x.ticks(from: frame.x.lowerBound, to: frame.x.upperBound, count: 5) {
      let x = Int(frame.place((place(tick.value), frame.y.lowerBound)).x)
      sheet.fill(x: x, y: Self.margin.top, width: 1, height: bottom - Self.margin.top, .faint)
      sheet.text(tick.label, x: x - Canvas.textWidth(tick.label) / 2, y: bottom + 8)
    }
    sheet.text(xTitle, x: (Self.margin.left + right - Canvas.textWidth(xTitle)) / 2, y: bottom + 28)
  }

  /// Each label has a row of its own.
  private func drawMarks(_ frame: Frame, _ sheet: inout some Sheet) {
    let bottom = Self.size.height - Self.margin.bottom
    for (row, mark) in marks.enumerated() where x.position(mark.x) != nil {
      let x = Int(frame.place((place(mark.x), frame.y.lowerBound)).x)
      let width = Canvas.textWidth(mark.label)
      let left = x + 6 + width > Self.size.width - Self.margin.right ? x - 6 - width : x + 6
      let top = Self.margin.top + Self.rowHeight * row
      sheet.fill(x: x, y: top, width: 1, height: bottom - top, .ink)
      sheet.text(mark.label, x: left, y: top)
    }
  }

  /// Maps values to pixels.
  private struct Frame {
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>
    private let left: Double
    private let bottom: Double
    private let scale: (x: Double, y: Double)

    init?(
      _ points: [(x: Double, y: Double)], _ size: (width: Int, height: Int),
      _ margin: (left: Int, right: Int, top: Int, bottom: Int), y given: ClosedRange<Double>?
    ) {
      func range(_ values: [Double]) -> ClosedRange<Double>? {
        guard let low = values.min(), let high = values.max() else { return nil }
        return high - low > abs(high) * 1e-12 ? low...high : low - 0.5...high + 0.5
      }
      guard let x = range(points.map(\.x)),
        let y = range(given.map { [$0.lowerBound, $0.upperBound] } ?? points.map(\.y))
      else { return nil }
      self.x = x
      self.y = y
      left = Double(margin.left)
      bottom = Double(size.height - margin.bottom)
      scale = (
        Double(size.width - margin.left - margin.right) / (x.upperBound - x.lowerBound),
        Double(size.height - margin.top - margin.bottom) / (y.upperBound - y.lowerBound)
      )
    }

    func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
      (left + (point.x - x.lowerBound) * scale.x, bottom - (point.y - y.lowerBound) * scale.y)
    }
  }
}

extension ClosedRange<Double> {
  /// The value, or the end of the range that it is beyond.
  fileprivate func limiting(_ value: Double) -> Double { Swift.min(Swift.max(value, lowerBound), upperBound) }
}
