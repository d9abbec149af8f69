extension Figures {
  /// Where a cursor stands; a place on a log axis is told as its ticks are: 1.39e-2.
  static func cursor(_ value: Double, on axis: PlotAxis) -> String {
    if axis.wholeNumbers, abs(value) < 1e15 { return grouped(Int(value.rounded())) }
    return axis.scale == .log ? exponential(value) : short(value)
  }
}
