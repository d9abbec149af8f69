import Kernels

/// Convolutions 3×3 with stride 2 and no padding, each with a bias and a ReLU; the largest value of each map; Linear.
package struct ConvNet: Architecture {
  package let name = "ConvNet"
  package let explanation = "3×3 convolutions of stride 2 in place of one big matrix: fewer weights, more accuracy."
  package let defaultWidths = [3, 20, 40, 80]
  package let schedule = ["1e-1, 2", "1e-1, 4, cycle_len=1"]
  package let publishedAccuracy: Double? = 0.5817
  package let isInComparison = true

  package init() {}

  package func fixedWidths(image: MapShape, classes: Int, count: Int) -> [Int: Int] { [0: image.channels] }

  package func build(_ widths: [Int], into network: inout LayerStack) throws(NetworkError) {
    throw .layer("layers.0", "is not built yet")
  }
}
