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

  package func layers(_ widths: [Int], classes: Int) -> [NamedLayer] {
    widths.dropFirst().enumerated().map { i, width in
      NamedLayer("layers.\(i)", Linear(width, relu: i < widths.count - 2))
    }
  }
}
