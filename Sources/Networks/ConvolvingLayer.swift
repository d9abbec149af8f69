import Kernels

/// A layer whose work is a convolution; Linear is one of 1×1 over a single position.
package protocol ConvolvingLayer: Layer {
  /// What it convolves.
  var geometry: ConvolutionGeometry { get }
}

extension Conv2d: ConvolvingLayer {}
extension BnLayer: ConvolvingLayer {}
extension Linear: ConvolvingLayer {}

extension ConvolvingLayer {
  package var scratchBytes: Int { Convolution.scratchBytes(geometry) }
}
