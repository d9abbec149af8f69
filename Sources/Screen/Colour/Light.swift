import Foundation

/// Linear light, for averages and contrast.
package enum Light {
  /// sRGB to linear light in 0…1 (IEC 61966-2-1).
  package static func linear(_ channel: UInt8) -> Double { table[Int(channel)] }

  /// Linear light to sRGB; a NaN is black.
  package static func channel(_ linear: Double) -> UInt8 {
    let limited = linear > 0 ? min(linear, 1) : 0
    var channel = firstChannels[Int(limited * Double(firstChannels.count - 1))]
    while channel < 255, limited >= upperEnds[Int(channel)] { channel += 1 }
    return channel
  }

  /// WCAG's relative luminance, 0 for black and 1 for white.
  package static func luminance(_ colour: RGB) -> Double {
    0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
  }

  /// WCAG's contrast, 1 for equal colours and 21 for black on white.
  package static func contrast(_ first: RGB, _ second: RGB) -> Double {
    let (bright, dark) = (max(luminance(first), luminance(second)), min(luminance(first), luminance(second)))
    return (bright + 0.05) / (dark + 0.05)
  }

  /// Black or white, whichever reads better on `background`.
  package static func readable(on background: RGB) -> RGB {
    luminance(background) > 0.179 ? RGB(0, 0, 0) : RGB(255, 255, 255)
  }

  private static let table: [Double] = (0..<256).map { decoded(Double($0) / 255) }

  private static func decoded(_ value: Double) -> Double {
    value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  /// The light half-way in sRGB between each channel value and the next.
  private static let upperEnds: [Double] = (0..<255).map { decoded((Double($0) + 0.5) / 255) }

  /// The channel value at equal steps of light. A power for each pixel would take longer than all else about a picture.
  private static let firstChannels: [UInt8] = (0...4096).map { position in
    let light = Double(position) / 4096
    return UInt8(upperEnds.firstIndex { light < $0 } ?? 255)
  }
}
