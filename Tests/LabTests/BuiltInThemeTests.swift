import Foundation
import Screen
import Testing
import Themes

@testable import Lab

@Suite struct BuiltInThemeTests {
  /// What is missing, unknown, written wrongly or too faint.
  @Test(arguments: BuiltInThemes.files.map(\.name))
  func aBuiltInThemeIsCompleteAndReadable(_ name: String) throws {
    let file = try #require(BuiltInThemes.files.first { $0.name == name })
    #expect(Theme.check(file.text, roles: Role.lab).map(\.description) == [])
  }
}

/// Whether the colours of the theme `colour-blind` stay apart in the eyes that it is made for.
@Suite struct ColourDeficiencyTests {
  /// What reaches the eye in linear light, by row (Machado, Oliveira, Fernandes 2009, severity 1).
  struct Deficiency: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var matrix: [[Double]]
  }

  static let deficiencies = [
    Deficiency(
      testDescription: "protanopia",
      matrix: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    Deficiency(
      testDescription: "deuteranopia",
      matrix: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    Deficiency(
      testDescription: "tritanopia",
      matrix: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
  ]

  /// CIELAB of what the eye sees.
  private func seen(_ colour: RGB, _ deficiency: Deficiency) -> [Double] {
    let light = [colour.red, colour.green, colour.blue].map { Light.linear($0) }
    let eye = deficiency.matrix.map { row in min(max(zip(row, light).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1) }
    let white = [0.95047, 1, 1.08883]
    let toXYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    let root = zip(toXYZ, white).map { row, white in
      let value = zip(row, eye).reduce(0) { $0 + $1.0 * $1.1 } / white
      return value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116
    }
    return [116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])]
  }

  static let groups: [[Role]] = [
    [.trainLoss, .validLoss, .accuracy, .learningRate],
    (0..<6).map { .series($0) },
    [.good, .warning, .error],
    [.smoothed, .raw],
  ]

  @Test(arguments: deficiencies)
  func coloursThatStandTogetherStayApart(_ deficiency: Deficiency) {
    let theme = ThemeLibrary(roles: Role.lab).theme(named: "colour-blind").0
    for group in Self.groups {
      for (index, first) in group.enumerated() {
        for second in group[(index + 1)...] {
          let distance = zip(seen(theme[first].rgb, deficiency), seen(theme[second].rgb, deficiency))
            .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
          #expect(distance > 15, "\(first.name) and \(second.name)")
        }
      }
    }
  }
}
