import Kernels

/// A 5×5 convolution, then a BnLayer of stride 2 for each further width; max pool; Linear.
package struct ConvBnNet: Architecture {
  package let name = "ConvBnNet"
  package let explanation =
    "Each layer normalised by its batch's own mean and std: learns at rates that break the nets above."
  package let defaultWidths = [10, 20, 40, 80, 160]
  package let schedule = ["3e-2, 2", "1e-1, 4, cycle_len=1"]
  package let publishedAccuracy: Double? = 0.7016
  package let isInComparison = true

  package init() {}

  package func layers(_ widths: [Int], classes: Int) -> [NamedLayer] {
    let layers = widths.dropFirst().enumerated().map { i, width in NamedLayer("layers.\(i)", BnLayer(width)) }
    return [Self.stem(widths[0])] + layers + Self.head(classes)
  }
}
