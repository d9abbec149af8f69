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

extension Reference {
  /// Pooling over windows and its gradient, window by window.
  static func pool(_ pooling: WindowPooling, _ x: Maps, dy: Maps) -> (y: Maps, dx: Maps) {
    var y = Maps(pooling.output, images: x.images)
    var dx = Maps(x.shape, images: x.images)
    y.forEachIndex { n, c, row, column in
      var inside: [(h: Int, w: Int)] = []
      for i in 0..<pooling.kernel {
        for j in 0..<pooling.kernel {
          let (h, w) = (row * pooling.stride - pooling.padding + i, column * pooling.stride - pooling.padding + j)
          if (0..<x.shape.height).contains(h), (0..<x.shape.width).contains(w) { inside.append((h, w)) }
        }
      }
      let gradient = dy[n, c, row, column]
      switch pooling.kind {
      case .average:
        let share = 1 / Double(pooling.kernel * pooling.kernel)
        for (h, w) in inside {
          y[n, c, row, column] += x[n, c, h, w] * share
          dx[n, c, h, w] += gradient * share
        }
      case .max:
        let best = inside.map { x[n, c, $0.h, $0.w] }.max()!
        let first = inside.first { x[n, c, $0.h, $0.w] == best }!
        y[n, c, row, column] = best
        dx[n, c, first.h, first.w] += gradient
      }
    }
    return (y, dx)
  }
}
