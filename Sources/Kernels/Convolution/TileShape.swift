/// Accumulators for `C` channels at `P` positions, 16 images each: the registers that a convolution works in.
typealias Tile<let C: Int, let P: Int> = InlineArray<C, InlineArray<P, Lanes>>

/// How many output channels and, away from the borders, how many positions a tile has.
///
/// A tile's accumulators have to fit the registers: 16 to 24 vectors of 16 floats with AVX-512, at most eight with
/// AVX2, at most four with SSE. With AVX-512 a weight that is loaded meets at least two positions: else the loads, not
/// the multiply-adds, would be what takes the time.
enum TileShape: Equatable {
  case ten, eight, four, two

  /// The tile that pads `channels` the least; of equals the largest.
  static func best(for channels: Int) -> TileShape {
    #if VECTOR_512
      let shapes: [TileShape] = [.ten, .eight, .four]
    #elseif VECTOR_256
      let shapes: [TileShape] = [.four]
    #else
      let shapes: [TileShape] = [.two]
    #endif
    return shapes.min { $0.padded(channels) < $1.padded(channels) }!
  }

  var channels: Int {
    switch self {
    case .ten: 10
    case .eight: 8
    case .four: 4
    case .two: 2
    }
  }

  /// At most so many accumulators.
  static let vectors = 24

  /// Positions, away from the borders.
  var positions: Int {
    switch self {
    #if VECTOR_512
      case .ten, .eight: 2
      case .four: 4
    #endif
    default: 1
    }
  }

  /// `channels` rounded up to a multiple of the tile's.
  func padded(_ channels: Int) -> Int { channels.padded(self.channels) }

  @inline(__always)
  func run(_ work: some TiledWork) {
    switch self {
    #if VECTOR_512
      case .ten: work.run(Tile<10, 2>(repeating: .init(repeating: .zero)))
      case .eight: work.run(Tile<8, 2>(repeating: .init(repeating: .zero)))
      case .four: work.run(Tile<4, 4>(repeating: .init(repeating: .zero)))
    #elseif VECTOR_256
      case .four: work.run(Tile<4, 1>(repeating: .init(repeating: .zero)))
    #else
      case .two: work.run(Tile<2, 1>(repeating: .init(repeating: .zero)))
    #endif
    default: fatalError("tiles of \(channels) channels are not built for this machine")
    }
  }
}

/// Work that is specialised for each shape of tile.
protocol TiledWork {
  func run<let C: Int, let P: Int>(_ empty: Tile<C, P>)
}
