import Kernels

extension Reference {
  /// The largest value of each map, and the index in the map where it stands first. A map with a NaN has no larger one.
  static func globalMaxPool(_ x: Maps) -> (y: Maps, index: [Int]) {
    var y = Maps(MapShape(x.shape.channels, 1, 1), images: x.images)
    var index = [Int](repeating: 0, count: y.values.count)
    for map in y.values.indices {
      let values = Array(x.values[(map * x.shape.area)..<((map + 1) * x.shape.area)])
      index[map] = values.firstIndex(where: \.isNaN) ?? values.firstIndex(of: values.max()!)!
      y.values[map] = values[index[map]]
    }
    return (y, index)
  }

  /// ∂L/∂x of the pool: zero but where the largest value stands first.
  static func globalMaxPoolBackward(_ x: Maps, dy: Maps) -> Maps {
    var dx = Maps(x.shape, images: x.images)
    for (map, index) in globalMaxPool(x).index.enumerated() { dx.values[map * x.shape.area + index] = dy.values[map] }
    return dx
  }
}
