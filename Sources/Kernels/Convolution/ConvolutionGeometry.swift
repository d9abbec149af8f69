/// The shapes of a convolution's input and output, and its kernel, stride and padding.
package struct ConvolutionGeometry: Hashable, Sendable {
  package let input: MapShape
  package let output: MapShape
  /// Height and width of the kernel.
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

  /// Weights of one input channel and one output channel.
  package var taps: Int { kernel * kernel }
  /// The number of weights `[output channel][input channel][row][column]`.
  package var weights: Int { output.channels * input.channels * taps }
  /// Whether it is a product of a matrix and a vector: 1×1 over a single position.
  package var isLinear: Bool { kernel == 1 && input.area == 1 && output.area == 1 }
  /// Multiply-adds of one image's forward pass. As in PyTorch's counters, those with the padding's zeros count.
  package var macs: Int { weights * output.area }
}
