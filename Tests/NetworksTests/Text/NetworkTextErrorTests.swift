import Kernels
import Testing

@testable import Networks

/// What a slip is told: line, column, what is wrong, and what would fit.
@Suite struct NetworkTextErrorTests {
  private func problem(_ text: String) -> String {
    do {
      let architecture = TextArchitecture(try NetworkText(parsing: text))
      _ = try architecture.specs(architecture.defaultWidths, image: MapShape(3, 32, 32), classes: 10)
      return "none"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    ("conv 3x3 8\nmaxpol 2", "line 2, column 1: 'maxpol' is no kind of layer; did you mean maxpool?"),
    ("pool1 maxpol 2", "line 1, column 7: 'maxpol' is no kind of layer; did you mean maxpool?"),
    ("con1 cnv 3x3 8", "line 1, column 6: 'cnv' is no kind of layer; did you mean conv?"),
    ("conv 3x3 8 strid=2", "line 1, column 12: conv has no 'strid'; did you mean stride?"),
    ("widths 8 16\nconv 3x3 w3", "line 2, column 10: there is no w3, the last width is w2"),
    (
      "conv 3x3 w1",
      "line 1, column 10: there are no widths; name them above the layers, as in: widths 32 64"
    ),
    ("conv 2x2 8", "line 1, column 1: pad=same is for odd kernels, not for 2x2; say how much, as in pad=0"),
    ("conv 3x5 8", "line 1, column 6: '3x5' is not square; write 3x3 or 5x5"),
    ("conv 3 8", "line 1, column 6: '3' is no kernel; write it as 3x3; its sides are 1 to 31"),
    (
      "conv 3x3",
      "line 1, column 1: conv lacks its number of channels; it is written: conv KxK CHANNELS "
        + "[stride=1 pad=same|N bias=yes init=default|dirac|whiten freeze=no|weight|all]"
    ),
    ("conv 3x3 8 bias=maybe", "line 1, column 17: bias is not 'maybe'; it is yes or no"),
    ("conv 3x3 8 stride=0", "line 1, column 19: stride is not '0'; it is a whole number from 1 to 64"),
    ("dropout 1", "line 1, column 9: probability is not '1'; it is a number from 0 up to, but not, 1"),
    ("relu 3", "line 1, column 6: '3' is one word too many; it is written: relu"),
    ("maxpool 3 pad=2", "line 1, column 15: pad=2 is more than half of a window of 3; it is at most 1"),
    ("residual {\nconv 3x3 3", "line 1, column 1: the block is not closed; end it with }"),
    ("conv 3x3 3\n}", "line 2, column 1: there is no open block; leave the } out"),
    ("residual {\n}", "line 2, column 1: a residual block needs a layer in its body"),
    (
      "residual { conv 3x3 3 }",
      "line 1, column 12: 'conv' stands behind {; a line for each layer, and } in a line of its own"
    ),
    (
      "residual {\nrelu\n}\nshortcut {",
      "line 4, column 1: a shortcut belongs to the block above it; write } shortcut { in one line"
    ),
    ("a conv 3x3 8\na relu", "line 2, column 1: 'a' is the label of another layer; name this one otherwise"),
    ("shortcut relu", "line 1, column 1: 'shortcut' is no label: so the second branch of a block is called"),
    ("2x relu", "line 1, column 1: '2x' is no label; it has letters, digits, _ and ., and begins with a letter or _"),
    ("network A B", "line 1, column 11: a name is one word; what it is stands in a line: about …"),
    ("relu\nwidths 3", "line 2, column 1: 'widths' stands below a layer; move it above the first layer"),
    ("network A", "line 1, column 1: there are no layers; the last one is: linear classes"),
    ("recipe fit=\"0.1", "line 1, column 8: a quotation mark is not closed; end the value with \""),
    ("conv 3x3 8\u{7}", "line 1, column 11: a character of no visible form (U+7); take it out"),
    (
      "a residual {\nconv 3x3 8\n}\nlinear classes",
      "Network, line 1, column 3: a: the body of a residual block ends in 8×32×32, what is added to it is 3×32×32"
        + ": they have to be the same, by a shortcut or by another body"
    ),
    (
      "conv 3x3 8\nout linear 9",
      "Network, line 2, column 5: out: the last layer puts out 9 values, not one value for each of 10 classes; "
        + "end with: linear classes"
    ),
    (
      "conv 3x3 8\nconv 2x2 64 pad=0 init=whiten\nadaptive-avgpool 1\nlinear classes",
      "Network, line 2, column 1: 1: init=whiten is for the first layer, which is given the images"
    ),
    (
      "conv 2x2 20 pad=0 init=whiten\nadaptive-avgpool 1\nlinear classes",
      "Network, line 1, column 1: 0: whitening 2×2 patches of 3 channels takes 24 filters, not 20"
    ),
    (
      "a bnlayer 3x3 8\na.conv conv 3x3 8 bias=no\nadaptive-avgpool 1\nlinear classes",
      "Network, line 2, column 8: a.conv: two layers have a 'a.conv.weight'; give one of them another label"
    ),
  ]) func `an error says where and what would fit`(_ text: String, _ expected: String) {
    #expect(problem(text) == expected)
  }

  @Test(arguments: [
    String(repeating: "relu\n", count: 1001), String(repeating: "# comment\n", count: 7000),
    String(repeating: "residual {\n", count: 9), "widths " + String(repeating: "1 ", count: 65) + "\nlinear classes",
    "conv 31x31 100000\nconv 31x31 100000\nadaptive-avgpool 1\nlinear classes",
    "conv 1x1 100000 pad=64\nconv 1x1 100000 pad=64\nadaptive-avgpool 1\nlinear classes",
    "linear 100000\nlinear 100000\nlinear classes",
    "conv 1x1 3\n" + String(repeating: "residual {\nconv 1x1 3\n}\n", count: 300)
      + String(repeating: "conv 1x1 30000\nrelu\nconv 1x1 3\n", count: 30) + "linear classes",
    String(repeating: "conv 1x1 9000\n", count: 900) + "linear classes",
    "residual {\nlinear 100000\nlinear 100000\n}\nlinear classes",
  ]) func `a text that asks for too much is refused`(_ text: String) {
    let found = problem(text)
    #expect(found.contains("line "), "\(found)")
  }
}
