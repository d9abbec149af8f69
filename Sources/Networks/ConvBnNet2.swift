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

  package func build(_ widths: [Int], into network: inout LayerStack) throws(NetworkError) {
    try network.addStem(widths[0])
    for (i, width) in widths.dropFirst().enumerated() {
      try network.add("layers.\(i)") { input throws(NetworkError) in try BnLayer(input, width) }
      try network.add("layers2.\(i)") { input throws(NetworkError) in try BnLayer(input, width, stride: 1) }
    }
    try network.addHead()
  }
}
