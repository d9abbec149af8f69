/// A point of a curve over a run's steps or epochs.
package struct RunPoint: Equatable, Sendable {
  /// Step or epoch.
  package let place: Int
  package let x: Double
  package let y: Double

  package init(place: Int, x: Double, y: Double) {
    self.place = place
    self.x = x
    self.y = y
  }
}

extension [RunPoint] {
  /// The points with a NaN where steps or epochs are missing, so that the curve breaks there.
  package var withGaps: [RunPoint] {
    indices.flatMap { index in
      let point = self[index]
      guard index > 0, point.place > self[index - 1].place + 1 else { return [point] }
      let before = self[index - 1]
      return [RunPoint(place: before.place + 1, x: (before.x + point.x) / 2, y: .nan), point]
    }
  }
}
