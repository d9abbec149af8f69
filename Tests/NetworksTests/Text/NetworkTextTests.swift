import Kernels
import Testing

@testable import Networks

@Suite struct NetworkTextTests {
  static let example = """
    network Mine                      # its name; the rest of a line after # is a comment
    about   two stages, one of them residual
    widths  32 64                     # named w1, w2
    recipe  fit="0.1, 8, cycle_len=8" nesterov=on

    conv1   conv 3x3 w1 bias=no
    norm1   batchnorm
    act1    relu
    pool1   maxpool 2
    block1  residual {
      conv  conv 3x3 w1 bias=no
      norm  batchnorm
      act   relu
    }
    # the second stage
    conv2   conv 3x3 w2 stride=2 bias=no
    norm2   batchnorm
    act2    relu
    pool    adaptive-maxpool 1
    out     linear classes

    """

  static let image = MapShape(3, 32, 32)

  private func specs(_ text: String, widths: [Int]? = nil) throws -> [LayerSpec] {
    let architecture = TextArchitecture(try NetworkText(parsing: text))
    return try architecture.specs(widths ?? architecture.defaultWidths, image: Self.image, classes: 10)
  }

  @Test func `a text says its heads and its layers`() throws {
    let text = try NetworkText(parsing: Self.example)
    #expect(text.name == "Mine")
    #expect(text.about == "two stages, one of them residual")
    #expect(text.widths == [32, 64])
    #expect(text.recipe.map { "\($0.name.text): \($0.value)" } == ["fit: 0.1, 8, cycle_len=8", "nesterov: on"])
    let layers = try specs(Self.example)
    #expect(layers.map(\.name) == ["conv1", "norm1", "pool1", "block1", "conv2", "norm2", "pool", "out"])
    #expect(layers.map(\.output.channels) == [32, 32, 32, 32, 64, 64, 64, 10])
    #expect(layers.map(\.output.height) == [32, 32, 16, 16, 8, 8, 1, 1])
    #expect(
      layers.flatMap { layer in layer.facts.parameters.map { "\(layer.name).\($0.name)" } } == [
        "conv1.weight", "norm1.weight", "norm1.bias", "block1.conv.weight", "block1.norm.weight", "block1.norm.bias",
        "conv2.weight", "norm2.weight", "norm2.bias", "out.weight", "out.bias",
      ])
  }

  @Test func `printed and read again it is the same, with its comments`() throws {
    let text = try NetworkText(parsing: Self.example)
    let printed = text.description
    #expect(try NetworkText(parsing: printed) == text)
    #expect(try NetworkText(parsing: printed).description == printed)
    #expect(printed.contains("# the second stage\n"))
    #expect(printed.contains("conv1  conv 3x3 w1 bias=no\n"))
    #expect(printed.contains("  norm batchnorm\n"))
  }

  @Test func `other widths make other layers, and those that no layer names stay`() throws {
    #expect(try specs(Self.example, widths: [5, 7]).map(\.output.channels) == [5, 5, 5, 5, 7, 7, 7, 10])
    #expect(throws: NetworkError.width(index: nil, "Mine has 2, as in 32,64")) { () throws in
      _ = try specs(Self.example, widths: [5])
    }
    let unused = "network N\nwidths 3 8\nconv 3x3 w2\nadaptive-avgpool 1\nlinear classes"
    #expect(try specs(unused, widths: [3, 4])[0].output.channels == 4)
    #expect(throws: NetworkError.width(index: 0, "no layer of N is of w1, which stays 3")) { () throws in
      _ = try specs(unused, widths: [4, 4])
    }
  }

  @Test func `without a label a layer is called by its index, also behind one that does its work`() throws {
    let layers = try specs(
      "conv 3x3 8\nbatchnorm\ngelu\nresidual {\nconv 3x3 8\nrelu\nconv 3x3 8\n}\nrelu\nmaxpool 2\nflatten\nlinear 10")
    #expect(layers.map(\.name) == ["0", "1", "3", "5", "7"])
    #expect(layers[2].facts.parameters.map(\.name) == ["0.weight", "0.bias", "2.weight", "2.bias"])
  }

  @Test func `a shortcut has names of its own`() throws {
    let layers = try specs(
      """
      stem conv 3x3 4
      b residual {
        f conv 3x3 8 stride=2 bias=no
        inner residual {
          g conv 1x1 8
        }
      } shortcut {
        p conv 1x1 8 stride=2 bias=no
      }
      adaptive-avgpool 1
      linear classes
      """)
    #expect(
      layers[1].facts.parameters.map(\.name) == ["f.weight", "inner.g.weight", "inner.g.bias", "shortcut.p.weight"])
  }

  @Test func `rows tell of each line, up to the one that does not fit`() throws {
    let text = try NetworkText(
      parsing: "network N\nconv 3x3 8\nrelu\nresidual {\nconv 3x3 8\nrelu\n}\nmaxpool 9\nconv 9x9 8 pad=0\nlinear 10")
    let (rows, problem) = TextArchitecture(text).rows([], image: MapShape(3, 32, 32), classes: 10)
    #expect(rows.map(\.line) == [1, 2, 3, 4, 5, 7])
    #expect(rows.map(\.spec.parameterCount) == [224, 0, 584, 584, 0, 0])
    #expect(rows.last?.spec.output == MapShape(8, 3, 3))
    guard case .text(let error)? = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(error.line == 9)
    #expect(error.problem == "N, line 9, column 1: 4: a 9×9 kernel does not fit into maps of 3×3; use fewer layers")
  }
}
