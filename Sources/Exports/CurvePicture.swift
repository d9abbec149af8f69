import Experiments
import Screen

/// Curves over a common axis, as a picture.
struct CurvePicture {
  struct Curve {
    let name: String
    let colour: RGB
    let points: [RunPoint]
  }

  let title: String
  let xTitle: String
  let curves: [Curve]

  private static let size = (width: 960, height: 420)
  private static let margin = (left: 90, right: 20, top: 40, bottom: 50)

  /// Draws the curves; points that are not finite, or beyond 1e30, are gaps.
  func draw() -> Canvas {
    var canvas = Canvas(width: Self.size.width, height: Self.size.height)
    canvas.text(title, x: Self.margin.left, y: 14)
    let points = curves.flatMap(\.points).filter(Self.canBeDrawn).map { ($0.x, $0.y) }
    guard let frame = Frame(points, Self.size, Self.margin) else {
      canvas.text("no points", x: Self.margin.left, y: 60)
      return canvas
    }
    drawAxes(frame, &canvas)
    for (index, curve) in curves.enumerated() {
      let parts = curve.points.withGaps.split { !Self.canBeDrawn($0) }
      for part in parts {
        let places = part.map { frame.place(($0.x, $0.y)) }
        if places.count == 1 { canvas.line(from: places[0], to: places[0], curve.colour) }
        for (a, b) in zip(places, places.dropFirst()) { canvas.line(from: a, to: b, curve.colour) }
      }
      canvas.text(curve.name, x: Self.size.width - 160 * (curves.count - index), y: 14, curve.colour)
    }
    return canvas
  }

  /// Finite, and not so large that its distance to another overflows.
  private static func canBeDrawn(_ point: RunPoint) -> Bool { abs(point.x) < 1e30 && abs(point.y) < 1e30 }

  private func drawAxes(_ frame: Frame, _ canvas: inout Canvas) {
    let bottom = Self.size.height - Self.margin.bottom
    let right = Self.size.width - Self.margin.right
    for tick in PlotAxis().ticks(from: frame.y.lowerBound, to: frame.y.upperBound, count: 5) {
      let y = Int(frame.place((frame.x.lowerBound, tick.value)).y)
      canvas.fill(x: Self.margin.left, y: y, width: right - Self.margin.left, height: 1, .faint)
      canvas.text(tick.label, x: Self.margin.left - 10 - Canvas.textWidth(tick.label), y: y - 5)
    }
    for tick in PlotAxis(wholeNumbers: true).ticks(from: frame.x.lowerBound, to: frame.x.upperBound, count: 5) {
      let x = Int(frame.place((tick.value, frame.y.lowerBound)).x)
      canvas.fill(x: x, y: Self.margin.top, width: 1, height: bottom - Self.margin.top, .faint)
      canvas.text(tick.label, x: x - Canvas.textWidth(tick.label) / 2, y: bottom + 8)
    }
    canvas.text(xTitle, x: (Self.margin.left + right - Canvas.textWidth(xTitle)) / 2, y: bottom + 28)
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
      _ margin: (left: Int, right: Int, top: Int, bottom: Int)
    ) {
      func range(_ values: [Double]) -> ClosedRange<Double>? {
        guard let low = values.min(), let high = values.max() else { return nil }
        return high - low > abs(high) * 1e-12 ? low...high : low - 0.5...high + 0.5
      }
      guard let x = range(points.map(\.x)), let y = range(points.map(\.y)) else { return nil }
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
