import Screen

/// Positions of the parts.
struct FinderLayout: Equatable, Sendable {
  let plot: Rect
  let sweep: Rect
  let suggestions: Rect
  let recipe: Rect

  init() { self.init(Rect(x: 0, y: 0, width: 0, height: 0)) }

  init(_ area: Rect) {
    let rows = area.rows([.rest, .fixed(7), .fixed(5)])
    let parts = rows[1].columns([.rest, .fixed(area.width / 2)])
    (plot, sweep, suggestions, recipe) = (rows[0], parts[0], parts[1], rows[2])
  }
}
