/// What a convolution connects: the shapes of its input and output and the kernel between them.
package struct ConvolutionGeometry: Hashable, Sendable {
  package let input: MapShape
  package let output: MapShape
  /// Taps a side.
  package let kernel: Int
  package let stride: Int
  package let padding: Int

  /// A square kernel over `input`; nil where the padded input is smaller than the kernel.
  package init?(_ input: MapShape, outputChannels: Int, kernel: Int, stride: Int, padding: Int) {
    let height = (input.height + 2 * padding - kernel) / stride + 1
    let width = (input.width + 2 * padding - kernel) / stride + 1
    guard input.height + 2 * padding >= kernel, input.width + 2 * padding >= kernel, kernel > 0, stride > 0,
      padding >= 0,
      outputChannels > 0
    else { return nil }
    self.input = input
    self.output = MapShape(outputChannels, height, width)
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
  }

  /// Taps of one input channel.
  package var taps: Int { kernel * kernel }
  /// Weights: `[output channel][input channel][row][column]`.
  package var weights: Int { output.channels * input.channels * taps }
  /// Whether it is a product of a matrix and a vector: 1×1 over a single position.
  package var isLinear: Bool { kernel == 1 && input.area == 1 && output.area == 1 }
  /// Multiply-adds of one image's forward pass, those with the border's zeros included, as PyTorch's counters do.
  package var macs: Int { weights * output.area }
}
