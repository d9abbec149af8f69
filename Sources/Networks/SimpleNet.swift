import Kernels

/// Linear layers over all pixels, a ReLU between them.
package struct SimpleNet: Architecture {
  package let name = "SimpleNet"
  package let explanation = "Linear layers over all pixels, a ReLU between them: what there was before convolutions."
  package let defaultWidths = [3072, 40, 10]
  package let schedule = ["1e-2, 2", "1e-2, 2, cycle_len=1"]
  package let publishedAccuracy: Double? = 0.4724
  package let isInComparison = true

  package init() {}

  package func fixedWidths(image: MapShape, classes: Int) -> (first: Int?, last: Int?) { (image.count, classes) }

  package func build(_ widths: [Int], into network: inout LayerStack) throws(NetworkError) {
    for (i, width) in widths.dropFirst().enumerated() {
      let isLast = i == widths.count - 2
      try network.add("layers.\(i)") { input throws(NetworkError) in try Linear(input, width, relu: !isLast) }
    }
  }
}
