/// The 256 colours of xterm and its descendants.
package enum Palette {
  /// The nearest of the 6×6×6 cube and the 24 greys (16…255) by Euclidean distance in sRGB. The first 16 are left out,
  /// because users choose them.
  package static func nearest256(_ colour: RGB) -> UInt8 {
    let red = nearestLevel(colour.red)
    let green = nearestLevel(colour.green)
    let blue = nearestLevel(colour.blue)
    let cube = UInt8(16 + 36 * red + 6 * green + blue)
    let mean = (Int(colour.red) + Int(colour.green) + Int(colour.blue)) / 3
    let step = min(max((mean - 3) / 10, 0), 23)
    let grey = UInt8(232 + step)
    let cubeDistance = distance(colour, self[cube])
    var best = cubeDistance <= distance(colour, self[grey]) ? cube : grey
    // The mean is rounded down: the next grey may be as near.
    if step < 23, distance(colour, self[grey + 1]) < distance(colour, self[best]) { best = grey + 1 }
    return best
  }

  /// The nearest of the first 16, as xterm has them.
  package static func nearest16(_ colour: RGB) -> UInt8 { nearest(of: 16, to: colour) }

  static func nearest8(_ colour: RGB) -> UInt8 { nearest(of: 8, to: colour) }

  private static func nearest(of count: UInt8, to colour: RGB) -> UInt8 {
    var best: UInt8 = 0
    var bestDistance = Int.max
    for index in 0..<count {
      let candidate = distance(colour, self[index])
      if candidate < bestDistance {
        best = index
        bestDistance = candidate
      }
    }
    return best
  }

  /// The first 16 are xterm's.
  package static subscript(_ index: UInt8) -> RGB {
    let value = Int(index)
    switch value {
    case 0..<16: return system[value]
    case 16..<232:
      let cube = value - 16
      return RGB(levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
    default:
      let grey = UInt8(8 + 10 * (value - 232))
      return RGB(grey, grey, grey)
    }
  }

  private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]

  private static let system: [RGB] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ].map { RGB(hex: $0) }

  private static func nearestLevel(_ value: UInt8) -> Int {
    value < 48 ? 0 : value < 115 ? 1 : min(5, (Int(value) - 35) / 40)
  }

  private static func distance(_ left: RGB, _ right: RGB) -> Int {
    let red = Int(left.red) - Int(right.red)
    let green = Int(left.green) - Int(right.green)
    let blue = Int(left.blue) - Int(right.blue)
    return red * red + green * green + blue * blue
  }
}
