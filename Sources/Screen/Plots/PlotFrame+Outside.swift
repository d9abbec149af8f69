extension PlotFrame {
  private enum Edge { case upper, lower }

  /// Signs with the values of points outside the range, at the upper or lower edge. Returns their number.
  func drawOutside(of plot: LinePlot, into buffer: inout Buffer) -> Int {
    var taken: [Edge: [Range<Int>]] = [:]
    var count = 0
    for one in plot.series {
      for (edge, point) in excursions(of: one) {
        guard let column = column(point.x) else { continue }
        let row = edge == .upper ? area.y : area.maxY - 1
        buffer.put(edge == .upper ? "▲" : "▼", x: column, y: row, style: Style(one.role))
        count += 1
        let label = " \(Figures.short(point.y)) "
        let length = TextWidth.of(label)
        let place = [column + 1, column - length].map { $0..<$0 + length }.first { place in
          place.lowerBound >= area.x && place.upperBound <= area.maxX
            && !taken[edge, default: []].contains { $0.overlaps(place) }
        }
        if let place { buffer.write(label, x: place.lowerBound, y: row, style: Style(one.role), width: length) }
        taken[edge, default: []] += [column..<column + 1] + (place.map { [$0] } ?? [])
      }
    }
    return count
  }

  /// The excursions of a curve out of the range, each by its farthest point.
  private func excursions(of one: LinePlot.Series) -> [(edge: Edge, point: PlotPoint)] {
    var excursions: [(edge: Edge, point: PlotPoint)] = []
    var edge: Edge?
    for point in one.points where column(point.x) != nil && !point.y.isNaN {
      let before = edge
      edge = self.edge(before: point.y)
      guard let edge else { continue }
      if edge != before {
        excursions.append((edge, point))
      } else if let last = excursions.last, edge == .upper ? point.y > last.point.y : point.y < last.point.y {
        excursions[excursions.count - 1].point = point
      }
    }
    return excursions
  }

  /// The edge that a value is beyond; nil: inside, or not drawable.
  private func edge(before value: Double) -> Edge? {
    let height = area.height * dotsDown
    guard let dot = dotY(value, height: height) else { return nil }
    return dot < 0 ? .upper : dot >= height ? .lower : nil
  }
}
