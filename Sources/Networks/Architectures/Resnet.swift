import Kernels

/// ConvBnNet with two residual BnLayers, x + f(x), in every stage.
package struct Resnet: Architecture {
  package let name = "Resnet"
  package let explanation = "Two residual layers, x + f(x), in every stage: three times as deep, and it still learns."
  package let defaultWidths = [10, 20, 40, 80, 160]
  package let schedule = [
    "1e-2, 2, wds=1e-5", "1e-2, 3, cycle_len=1, cycle_mult=2, wds=1e-5", "1e-2, 8, cycle_len=4, wds=1e-5",
  ]
  package let publishedAccuracy: Double? = 0.8223
  package let isInComparison = false

  package init() {}

  package func layers(_ widths: [Int], classes: Int) -> [NamedLayer] {
    [Self.stem(widths[0])] + Self.stages(widths) + Self.head(classes)
  }

  /// For each width after the first: a BnLayer of stride 2, then two residual ones.
  static func stages(_ widths: [Int]) -> [NamedLayer] {
    widths.dropFirst().enumerated().flatMap { i, width in
      [
        NamedLayer("layers.\(i)", BnLayer(width)),
        NamedLayer("layers2.\(i)", BnLayer(width, stride: 1, residual: true)),
        NamedLayer("layers3.\(i)", BnLayer(width, stride: 1, residual: true)),
      ]
    }
  }
}
