import Kernels
import Testing

@testable import Networks

/// What people who know PyTorch are likely to write, each in a network of which the rest is right.
@Suite struct NetworkTextSlipTests {
  /// Line by line; a slip takes the place of one of them.
  private static let lines = [
    "network Mine", "widths 16 32", "conv1 conv 3x3 w1 bias=no", "norm1 batchnorm", "act1 relu", "block1 residual {",
    "  conv conv 3x3 w1", "  norm batchnorm", "}", "conv2 conv 3x3 w2 stride=2", "pool adaptive-maxpool 1",
    "out linear classes",
  ]

  private static let conv =
    "conv KxK CHANNELS [stride=1 pad=same|N bias=yes init=default|dirac|whiten "
    + "freeze=no|weight|all]"

  @Test(arguments: [
    (4, "norm1 BatchNorm2d", "line 4, column 7: 'BatchNorm2d' is no kind of layer; did you mean batchnorm?"),
    (3, "conv1 conv2d 3x3 w1", "line 3, column 7: 'conv2d' is no kind of layer; did you mean conv?"),
    (3, "conv1 conv 3 w1", "line 3, column 12: '3' is no kernel; write it as 3x3; its sides are 1 to 31"),
    (3, "conv1 conv 3x3", "line 3, column 7: conv lacks its number of channels; it is written: \(conv)"),
    (3, "conv1 conv 3x3 w1 padding=1", "line 3, column 19: conv has no 'padding'; did you mean pad?"),
    (3, "conv1 conv 3x3 w1 bias=False", "line 3, column 24: bias is not 'False'; it is yes or no"),
    (3, "conv1 conv 3x3 w3", "line 3, column 16: there is no w3, the last width is w2"),
    (3, "conv1 conv 3x3, w1", "line 3, column 12: '3x3,' ends in a comma; between words stands a space alone"),
    (
      3, "conv1 conv 3x3 w1 stride = 2",
      "line 3, column 26: a key and its value are one word; leave the spaces around = out, as in stride=2"
    ),
    (
      3, "conv1 conv 3x3 w1 stride= 2",
      "line 3, column 19: a key and its value are one word; leave the spaces around = out, as in stride=2"
    ),
    (4, "norm1 batchnorm // fast", "line 4, column 17: '//' begins no comment; a comment begins with #"),
    (
      2, "widths 16, 32",
      "line 2, column 8: '16,' is no width; it is a whole number from 1 to 100000, a space between two"
    ),
    (10, "conv1 conv 3x3 w2", "line 10, column 1: 'conv1' is the label of another layer; name this one otherwise"),
    (9, "# }", "line 6, column 8: the block is not closed; end it with }"),
    (
      7, "  conv conv 3x3 w1 stride=2",
      "Mine, line 6, column 8: block1: the body of a residual block ends in 16×16×16, what is added to it is 16×32×32: "
        + "they have to be the same, by a shortcut or by another body"
    ),
    (5, "pool1 maxpool 40", "line 5, column 15: side of the window is not '40'; it is a whole number from 1 to 31"),
    (
      12, "out linear 100",
      "Mine, line 12, column 5: out: the last layer puts out 100 values, not one value for each of 10 classes; "
        + "end with: linear classes"
    ),
    (
      12, "",
      "Mine, line 11, column 6: pool: the last layer puts out 32 values, not one value for each of 10 classes; "
        + "end with: linear classes"
    ),
  ]) func `each slip is told where it is, and what would fit`(_ line: Int, _ slip: String, _ wanted: String) {
    var lines = Self.lines
    lines[line - 1] = slip
    #expect(problem(lines.joined(separator: "\n")) == wanted)
  }

  @Test func `the network without a slip is one`() {
    #expect(problem(Self.lines.joined(separator: "\n")) == nil)
  }

  private func problem(_ text: String) -> String? {
    do {
      let architecture = TextArchitecture(try NetworkText(parsing: text))
      _ = try architecture.specs(architecture.defaultWidths, image: MapShape(3, 32, 32), classes: 10)
      return nil
    } catch {
      return "\(error)"
    }
  }
}
