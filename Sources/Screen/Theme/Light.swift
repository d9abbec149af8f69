import Foundation

/// Colours as light: what averaging and contrast need.
package enum Light {
  /// An sRGB channel as linear light in 0…1 (IEC 61966-2-1).
  package static func linear(_ channel: UInt8) -> Double { table[Int(channel)] }

  /// Linear light as an sRGB channel.
  package static func channel(_ linear: Double) -> UInt8 {
    let limited = min(max(linear, 0), 1)
    let value = limited <= 0.0031308 ? 12.92 * limited : 1.055 * pow(limited, 1 / 2.4) - 0.055
    return UInt8((value * 255).rounded())
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

  private static let table: [Double] = (0..<256).map { index in
    let value = Double(index) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}
