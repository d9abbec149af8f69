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

  package func build(_ widths: [Int], into network: inout LayerStack) throws(NetworkError) {
    try network.addStem(widths[0])
    try network.addResidualStages(widths)
    try network.addHead()
  }
}

extension LayerStack {
  /// For each width after the first: a BnLayer of stride 2, then two residual ones.
  mutating func addResidualStages(_ widths: [Int]) throws(NetworkError) {
    for (i, width) in widths.dropFirst().enumerated() {
      try add("layers.\(i)") { input throws(NetworkError) in try BnLayer(input, width) }
      for list in ["layers2", "layers3"] {
        try add("\(list).\(i)") { input throws(NetworkError) in try BnLayer(input, width, stride: 1, residual: true) }
      }
    }
  }
}
