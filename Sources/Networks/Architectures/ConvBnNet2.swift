import Kernels

/// ConvBnNet with a second BnLayer, of stride 1, in every stage.
package struct ConvBnNet2: Architecture {
  package let name = "ConvBnNet2"
  package let explanation = "ConvBnNet twice as deep: a second layer in every stage, which alone gains nothing."
  package let defaultWidths = [10, 20, 40, 80, 160]
  package let schedule = ["1e-2, 2", "1e-2, 2, cycle_len=1"]
  package let publishedAccuracy: Double? = 0.664
  package let isInComparison = true

  package init() {}

  package func layers(_ widths: [Int], classes: Int) -> [NamedLayer] {
    let stages = widths.dropFirst().enumerated().flatMap { i, width in
      [NamedLayer("layers.\(i)", BnLayer(width)), NamedLayer("layers2.\(i)", BnLayer(width, stride: 1))]
    }
    return [Self.stem(widths[0])] + stages + Self.head(classes)
  }
}
