import Kernels

/// ConvBnNet with PyTorch's batch norm, which stands between convolution and ReLU.
package struct BatchNormNet: Architecture {
  package let name = "BatchNormNet"
  package let explanation =
    "ConvBnNet as one writes it today: batch norm before the ReLU, evaluated with running averages."
  package let defaultWidths = [10, 20, 40, 80, 160]
  package let schedule = ["3e-2, 2", "1e-1, 4, cycle_len=1"]
  package let publishedAccuracy: Double? = nil
  package let isInComparison = false

  package init() {}

  package func layers(_ widths: [Int], classes: Int) -> [NamedLayer] {
    let stages = widths.dropFirst().enumerated().flatMap { i, width in
      [
        NamedLayer("layers.\(i).conv", Conv2d(width, kernel: 3, stride: 2, padding: 1, relu: false)),
        NamedLayer("layers.\(i).norm", BatchNorm2d(relu: true)),
      ]
    }
    return [Self.stem(widths[0])] + stages + Self.head(classes)
  }
}
