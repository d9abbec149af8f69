/// A curve that grows point by point and can be drawn at any scale without losing a spike.
///
/// Besides all values it keeps minimum and maximum of each 16, 256, 4,096 … neighbours, so that a column of the plot
/// costs a few look-ups however long the run is.
struct CurveSeries: Equatable, Sendable {
  /// Minimum and maximum of neighbouring finite values.
  struct Extent: Equatable, Sendable {
    var low: Double
    var high: Double

    mutating func take(_ other: Extent) {
      low = min(low, other.low)
      high = max(high, other.high)
    }
  }

  private static let fan = 16
  private(set) var values: [Double] = []
  /// levels[k][i] covers values i·16^(k+1) ..< (i+1)·16^(k+1); nil if none of them is finite.
  private var levels: [[Extent?]] = []

  init(_ values: [Double] = []) {
    for value in values { append(value) }
  }

  var count: Int { values.count }
  var last: Double? { values.last }

  mutating func append(_ value: Double) {
    values.append(value)
    let extent = value.isFinite ? Extent(low: value, high: value) : nil
    var width = Self.fan
    var level = 0
    while values.count > width || level < levels.count {
      if level == levels.count {
        levels.append(rebuilt(width: width))
      } else {
        insert(extent, level: level, width: width)
      }
      level += 1
      width *= Self.fan
    }
  }

  private mutating func insert(_ extent: Extent?, level: Int, width: Int) {
    let index = (values.count - 1) / width
    if index == levels[level].count { levels[level].append(nil) }
    guard let extent else { return }
    if levels[level][index] == nil { levels[level][index] = extent } else { levels[level][index]!.take(extent) }
  }

  private func rebuilt(width: Int) -> [Extent?] {
    stride(from: 0, to: values.count, by: width).map { scan($0..<min($0 + width, values.count)) }
  }

  private func scan(_ range: Range<Int>) -> Extent? {
    var result: Extent?
    for value in values[range] where value.isFinite {
      if result == nil {
        result = Extent(low: value, high: value)
      } else {
        result!.take(Extent(low: value, high: value))
      }
    }
    return result
  }

  /// Minimum and maximum of the finite values in a range of indices; nil if there are none.
  func extent(_ range: Range<Int>) -> Extent? {
    let range = range.clamped(to: 0..<values.count)
    guard !range.isEmpty else { return nil }
    var level = -1
    var width = 1
    while level + 1 < levels.count, width * Self.fan * 2 <= range.count {
      level += 1
      width *= Self.fan
    }
    guard level >= 0 else { return scan(range) }
    let first = (range.lowerBound + width - 1) / width
    let last = range.upperBound / width
    var result = first * width > range.lowerBound ? extent(range.lowerBound..<first * width) : nil
    func take(_ other: Extent?) {
      guard let other else { return }
      if result == nil { result = other } else { result!.take(other) }
    }
    for index in first..<last { take(levels[level][index]) }
    if last * width < range.upperBound { take(extent(last * width..<range.upperBound)) }
    return result
  }

  /// Bias-corrected exponential average that gives the past the weight `weight`. Values that are not finite stay as
  /// they are.
  func smoothed(_ weight: Double) -> CurveSeries {
    guard weight > 0 else { return self }
    var average = 0.0
    var mass = 0.0
    var result = CurveSeries()
    for value in values {
      if value.isFinite {
        average = weight * average + (1 - weight) * value
        mass = weight * mass + (1 - weight)
      }
      result.append(value.isFinite && mass > 0 ? average / mass : value)
    }
    return result
  }
}
