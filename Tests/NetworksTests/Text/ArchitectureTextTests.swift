import Kernels
import Testing

@testable import Networks

/// The networks that are written in Swift, and the same as text.
@Suite struct ArchitectureTextTests {
  private static let image = MapShape(3, 32, 32)

  /// Weights, buffers and losses after three steps of gradient descent.
  private struct Trained: Equatable {
    let names: [String]
    let values: [UInt32]
    let buffers: [UInt32]
    let losses: [Double]

    init(_ architecture: any Architecture, _ widths: [Int], _ options: NetworkOptions) throws {
      let network = try Network(
        architecture, widths: widths, image: image, classes: 10, batchSize: 21, options: options, seed: 5,
        pool: WorkerPool(threads: 2))
      let batch = LaneBatch.noise(image, count: 21, classes: 10)
      losses = (0..<3).map { step in
        network.forward(batch, mode: .training, step: step)
        let loss = network.loss(batch).sum
        network.backward(batch)
        for range in network.trainableRanges {
          for i in range { network.values[i] -= 0.05 * network.gradients[i] }
        }
        return loss
      }
      names = network.parameters.map(\.name) + network.namedBuffers.map(\.name)
      values = network.values.all.values.map(\.bitPattern)
      buffers = network.buffers.all.values.map(\.bitPattern)
    }
  }

  @Test(arguments: [
    ("SimpleNet", [3072, 40, 10]), ("SimpleNet", [3072, 13, 7, 10]), ("ConvNet", [3, 20, 40, 80]),
    ("ConvNet", [3, 5, 17, 9]), ("ConvNet2", [3, 20, 40, 80]), ("ConvNet2", [3, 7, 11, 13, 19]),
    ("ConvBnNet", [10, 20, 40, 80, 160]), ("ConvBnNet", [5, 9, 17, 11]), ("ConvBnNet2", [10, 20, 40, 80, 160]),
    ("ConvBnNet2", [7, 5, 13]), ("Resnet", [10, 20, 40, 80, 160]), ("Resnet", [29, 19]),
    ("Resnet2", [16, 32, 64, 128, 256]), ("Resnet2", [13, 27]), ("BatchNormNet", [10, 20, 40, 80, 160]),
    ("BatchNormNet", [6, 11, 5]),
  ]) func `a network trains to the same bits from its text`(_ name: String, _ widths: [Int]) throws {
    let architecture = try Architectures.named(name)
    let text = try NetworkText(parsing: NetworkText(architecture, widths: widths).description)
    #expect(text.name == name)
    #expect(text.widths == widths)
    let read = TextArchitecture(text)
    #expect(read.schedule == architecture.schedule)
    #expect(read.explanation == architecture.explanation)
    #expect(read.defaultWidths == widths)
    for options in [NetworkOptions(), NetworkOptions(dropout: 0.4, frozen: ["conv1", "layers.0"])] {
      guard options.frozen.isEmpty || architecture.name.contains("Bn") || architecture.name.contains("Res") else {
        continue
      }
      #expect(try Trained(read, widths, options) == Trained(architecture, widths, options))
    }
  }

  @Test func `a text of one architecture serves for other widths, too`() throws {
    for architecture in Architectures.ofArticle {
      let text = TextArchitecture(NetworkText(architecture))
      var widths = architecture.defaultWidths
      widths[1] += 3
      guard architecture.name != "SimpleNet" || widths.count > 2 else { continue }
      #expect(try Trained(text, widths, NetworkOptions()) == Trained(architecture, widths, NetworkOptions()))
    }
  }

  @Test func `it reads like the network`() {
    #expect(
      NetworkText(Resnet2(), widths: [16, 32]).description == """
        network Resnet2
        about   Resnet with more channels, a normalised 7×7 stem, and dropout: the best and the slowest.
        widths  16 32
        recipe  fit="1e-2, 2, wds=1e-6; 1e-2, 3, cycle_len=1, cycle_mult=2, wds=1e-6; 1e-2, 8, cycle_len=4, wds=1e-6"

        conv1     bnlayer 7x7 w1 stride=1
        layers.0  bnlayer 3x3 w2
        layers2.0 bnlayer 3x3 w2 stride=1 residual=yes
        layers3.0 bnlayer 3x3 w2 stride=1 residual=yes
        pool      adaptive-maxpool 1
        dropout   dropout 0.2
        out       linear classes

        """)
    #expect(
      NetworkText(ConvNet2(), widths: [3, 8]).description.contains(
        """
        layers.0.conv conv 3x3 w2 stride=2
                      relu
        pool          adaptive-maxpool 1
        """))
  }

  @Test func `blocks are written, too`() throws {
    let architecture = TestArchitecture(
      list: [
        NamedLayer(
          "b",
          Residual(
            [NamedLayer("f", Conv2d(4, kernel: 3, stride: 2, padding: 1, relu: true)), NamedLayer("1", Dropout(0.5))],
            shortcut: [NamedLayer("p", Conv2d(4, kernel: 1, stride: 2, padding: 0, relu: false))])),
        NamedLayer("out", Linear(10)),
      ])
    let text = NetworkText(architecture).description
    #expect(
      text.hasSuffix(
        """
        b   residual {
          f conv 3x3 4 stride=2
            relu
            dropout 0.5
        } shortcut {
          p conv 1x1 4 stride=2
        }
        out linear 10

        """), "\(text)")
    #expect(try NetworkText(parsing: text) == NetworkText(architecture))
  }
}
