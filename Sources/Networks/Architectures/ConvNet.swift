import Kernels

/// Convolutions 3×3 of stride 2 without padding, each with a bias and a ReLU; max pool; Linear.
package struct ConvNet: Architecture {
  package let name = "ConvNet"
  package let explanation = "3×3 convolutions of stride 2 in place of one big matrix: fewer weights, more accuracy."
  package let defaultWidths = [3, 20, 40, 80]
  package let schedule = ["1e-1, 2", "1e-1, 4, cycle_len=1"]
  package let publishedAccuracy: Double? = 0.5817
  package let isInComparison = true

  package init() {}

  package func fixedWidths(image: MapShape, classes: Int) -> (first: Int?, last: Int?) { (image.channels, nil) }

  package func layers(_ widths: [Int], classes: Int) -> [NamedLayer] {
    widths.dropFirst().enumerated().map { i, width in
      NamedLayer("layers.\(i)", Conv2d(width, kernel: 3, stride: 2, padding: 0, relu: true))
    } + Self.head(classes)
  }
}
