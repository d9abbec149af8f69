import Kernels

/// ConvNet with padding 1, its convolution and ReLU wrapped into one ConvLayer.
package struct ConvNet2: Architecture {
  package let name = "ConvNet2"
  package let explanation =
    "ConvNet with padding, so that the borders of the image count as well; touchy at high rates."
  package let defaultWidths = [3, 20, 40, 80]
  package let schedule = ["1e-1, 2", "1e-1, 2, cycle_len=1"]
  package let publishedAccuracy: Double? = 0.5179
  package let isInComparison = true

  package init() {}

  package func fixedWidths(image: MapShape, classes: Int) -> (first: Int?, last: Int?) { (image.channels, nil) }

  package func layers(_ widths: [Int], classes: Int) -> [NamedLayer] {
    widths.dropFirst().enumerated().map { i, width in
      NamedLayer("layers.\(i)", Conv2d(width, kernel: 3, stride: 2, padding: 1, relu: true, prefix: "conv."))
    } + Self.head(classes)
  }
}
