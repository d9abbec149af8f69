import Kernels

/// Resnet, wider, with a 7×7 BnLayer as stem (padding 1: 32×32 becomes 28×28), and dropout before the last layer.
package struct Resnet2: Architecture {
  package let name = "Resnet2"
  package let explanation = "Resnet with more channels, a normalised 7×7 stem, and dropout: the best and the slowest."
  package let defaultWidths = [16, 32, 64, 128, 256]
  package let schedule = [
    "1e-2, 2, wds=1e-6", "1e-2, 3, cycle_len=1, cycle_mult=2, wds=1e-6", "1e-2, 8, cycle_len=4, wds=1e-6",
  ]
  package let publishedAccuracy: Double? = 0.8295
  package let isInComparison = false

  package init() {}

  package func layers(_ widths: [Int], classes: Int) -> [NamedLayer] {
    [NamedLayer("conv1", BnLayer(widths[0], kernel: 7, stride: 1))] + Resnet.stages(widths)
      + Self.head(classes, dropout: 0.2)
  }
}
