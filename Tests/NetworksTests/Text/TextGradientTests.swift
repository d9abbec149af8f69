import Kernels
import Testing

@testable import Networks

/// The gradient through every kind of layer is the slope of the loss.
@Suite struct TextGradientTests {
  private static let image = MapShape(3, 12, 12)

  @Test(arguments: [
    "conv 4x4 6 stride=2 pad=1\ngelu\nconv 1x1 5 bias=no\nsilu\nadaptive-avgpool 1",
    "conv 3x3 5\nleaky-relu slope=0.3\navgpool 3 stride=2 pad=1\nconv 3x3 6\nmaxpool 3 stride=2 pad=1\nflatten",
    "conv 3x3 6 bias=no\nbatchnorm\ngelu\nconv 3x3 6 bias=no\nbatchnorm scale=no\nsilu\nadaptive-maxpool 1\nscale 0.5",
    "conv 3x3 4\nbatchnorm shift=no\nleaky-relu\nlinear 9\nbatchnorm\nrelu",
    "conv 3x3 5\nresidual {\nconv 3x3 7 stride=2\nsilu\nresidual {\nconv 3x3 7\n}\nleaky-relu\n} shortcut {\n"
      + "conv 1x1 7 stride=2\nbatchnorm\n}\nrelu\nflatten\nlinear 8\ngelu",
    "residual {\nlinear 8\nsilu\nconv 2x2 3 pad=6 stride=2\n} shortcut {\nmaxpool 2\n"
      + "conv 1x1 3\n}\nadaptive-avgpool 1",
  ]) func `the gradient is the slope of the loss`(_ layers: String) throws {
    let architecture = TextArchitecture(try NetworkText(parsing: layers + "\nlinear classes"))
    let network = try Network(
      architecture, image: Self.image, classes: 4, batchSize: 19, seed: 6, pool: WorkerPool(threads: 2))
    let batch = LaneBatch.noise(Self.image, count: 19, classes: 4)
    network.expectGradientIsSlope(batch)
    func step() -> ([Float], Double) {
      network.forward(batch, mode: .training)
      network.backward(batch)
      return (network.gradients.all.values, network.loss(batch).sum)
    }
    let before = step()
    for lane in 19..<32 { batch.images.setImage(lane, [Float](repeating: 1e3, count: Self.image.count)) }
    #expect(step() == before, "empty lanes change nothing")
  }
}
