import Foundation
import Testing

@testable import ImageData

@Suite struct DuplicateTests {
  private static let size = 32
  private static let shapes = ShapesSet.make(train: 900, valid: 100)

  /// How a picture comes back into a set.
  enum Change: CaseIterable {
    case copy, reencoded, mirrored, shifted, mirroredAndReencoded, shiftedBlackBorder, brighter

    func apply(_ pixels: [UInt8]) -> [UInt8] {
      switch self {
      case .copy: pixels
      case .reencoded: Self.quantised(pixels)
      case .mirrored: Self.moved(pixels) { (size - 1 - $0, $1) }
      case .shifted: Self.moved(pixels) { (min($0 + 1, size - 1), max($1 - 1, 0)) }
      case .shiftedBlackBorder: Self.moved(pixels) { ($0 + 1, $1 + 1) }
      case .mirroredAndReencoded: Self.quantised(Self.moved(pixels) { (size - 1 - $0, $1) })
      case .brighter: pixels.map { UInt8(4 + Int($0) * 95 / 100) }
      }
    }

    /// Each pixel is the one of another place, or black.
    private static func moved(_ pixels: [UInt8], _ place: (_ column: Int, _ row: Int) -> (Int, Int)) -> [UInt8] {
      pixels.indices.map { index in
        let (plane, inPlane) = index.quotientAndRemainder(dividingBy: size * size)
        let (column, row) = place(inPlane % size, inPlane / size)
        return (0..<size).contains(column) && (0..<size).contains(row)
          ? pixels[plane * size * size + row * size + column] : 0
      }
    }

    /// JPEG's luminance table, which is that of quality 50.
    private static let table: [Double] = [
      16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29,
      51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120,
      101, 72, 92, 95, 98, 112, 100, 103, 99,
    ]
    private static let cosines = (0..<8).map { frequency in
      (0..<8).map { pixel -> Double in
        let angle = Double.pi * Double(frequency) * (Double(pixel) + 0.5) / 8
        return cos(angle) * (frequency == 0 ? 0.125.squareRoot() : 0.5)
      }
    }

    /// What JPEG does to each block of 8×8: its cosine transform rounded to multiples of the table's.
    private static func quantised(_ pixels: [UInt8]) -> [UInt8] {
      var result = pixels
      for block in 0..<pixels.count / 64 {
        let (plane, place) = block.quotientAndRemainder(dividingBy: size * size / 64)
        let start = plane * size * size + place / (size / 8) * 8 * size + place % (size / 8) * 8
        func sum(_ value: (Int, Int) -> Double) -> Double {
          var sum = 0.0
          for row in 0..<8 { for column in 0..<8 { sum += value(row, column) } }
          return sum
        }
        let frequencies = (0..<64).map { k -> Double in
          let value = sum { row, column in
            let pixel = Double(pixels[start + row * size + column]) - 128
            let wave: Double = cosines[k / 8][row] * cosines[k % 8][column]
            return wave * pixel
          }
          return (value / table[k]).rounded() * table[k]
        }
        for pixel in 0..<64 {
          let value = sum { row, column in
            let wave: Double = cosines[row][pixel / 8] * cosines[column][pixel % 8]
            return wave * frequencies[row * 8 + column]
          }
          result[start + pixel / 8 * size + pixel % 8] = UInt8(min(max(value + 128, 0), 255).rounded())
        }
      }
      return result
    }
  }

  /// The shapes with changed copies of some training images behind the validation images.
  private func planted(_ changes: [(image: Int, change: Change)]) -> DataSet {
    let (train, valid) = (Self.shapes.train, Self.shapes.valid)
    return DataSet(
      name: "planted", source: "planted", classes: Self.shapes.classes, train: train,
      valid: ImageSet(
        size: Self.size, pixels: valid.pixels + changes.flatMap { $0.change.apply(Array(train.image($0.image))) },
        labels: valid.labels + changes.map { train.labels[$0.image] }))
  }

  @Test(arguments: Change.allCases) func aCopyAcrossTheSplitsIsFoundHoweverItWasChanged(_ change: Change) {
    let images = Array(stride(from: 0, to: 900, by: 18))
    let data = planted(images.map { ($0, change) })
    let duplicates = Duplicates(in: data)
    let pairs = change == .copy ? duplicates.exact : duplicates.near
    for (number, image) in images.enumerated() {
      let pair = pairs.first { $0.second == ImagePlace(part: .valid, index: 100 + number) }
      #expect(pair?.first == ImagePlace(part: .train, index: image))
      if case .near(_, let isMirrored) = pair?.likeness, change == .mirrored { #expect(isMirrored) }
    }
    // Shapes resemble each other, and are not taken for the same.
    #expect(duplicates.pairs.count == images.count && !duplicates.isCutShort)
  }

  @Test func theImagesThatAreAlikeAreToldByPartAndLabel() throws {
    let set = Self.shapes
    let image = Array(set.train.image(7))
    let data = DataSet(
      name: "labels", source: "labels", classes: set.classes,
      train: ImageSet(size: 32, pixels: set.train.pixels + image, labels: set.train.labels + [3]), valid: set.valid)
    let pair = try #require(Duplicates(in: data).pairs.first)
    #expect(pair.first == ImagePlace(part: .train, index: 7) && pair.second == ImagePlace(part: .train, index: 900))
    #expect(!pair.crossesParts && data.crossesLabels(pair))
  }

  @Test func imagesThatAreAllTheSameArePairedWithTheFirstAndComparedOnce() {
    let image = Array(Self.shapes.train.image(0))
    let set = ImageSet(size: 32, pixels: (0..<40).flatMap { _ in image }, labels: [UInt8](repeating: 0, count: 40))
    let data = DataSet(name: "same", source: "same", classes: ["one"], train: set, valid: Self.shapes.valid.picking([]))
    let duplicates = Duplicates(in: data)
    #expect(duplicates.exact.map(\.second.index) == Array(1..<40))
    #expect(duplicates.exact.allSatisfy { $0.first.index == 0 } && duplicates.near.isEmpty)
  }

  @Test func manyMoreThanCanBeLookedAtAreCutShort() {
    let image = Array(Self.shapes.train.image(0))
    let pixels = (0..<100).flatMap { (number: Int) -> [UInt8] in
      let brightness = 200 - number / 4
      return image.map { UInt8(Int($0) * brightness / 200) }
    }
    let set = ImageSet(size: 32, pixels: pixels, labels: [UInt8](repeating: 0, count: 100))
    let data = DataSet(
      name: "alike", source: "alike", classes: ["one"], train: set, valid: Self.shapes.valid.picking([]))
    let duplicates = Duplicates(in: data, limit: 20)
    #expect(duplicates.isCutShort && duplicates.near.count == 20 && duplicates.exact.count == 75)
  }

  @Test(arguments: [8, 16, 48]) func evenAreasAndOtherSizesAreCompared(size: Int) {
    let grey = [UInt8](repeating: 128, count: 3 * size * size)
    let noisy = grey.indices.map { UInt8(128 + $0 % 2) }
    let dark = [UInt8](repeating: 90, count: 3 * size * size)
    let set = ImageSet(size: size, pixels: grey + noisy + dark, labels: [0, 0, 0])
    let none = ImageSet(size: size, pixels: [], labels: [])
    let pairs = Duplicates(in: DataSet(name: "", source: "", classes: ["one"], train: set, valid: none)).pairs
    #expect(pairs.map { [$0.first.index, $0.second.index] } == [[0, 1]])
  }
}
