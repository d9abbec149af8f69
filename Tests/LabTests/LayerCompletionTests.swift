import Networks
import Testing

@testable import Lab

@Suite struct LayerCompletionTests {
  @Test(arguments: [
    ("", ["conv", "linear"]), ("conv1 ", ["conv", "linear"]), ("conv ", ["1x1", "3x3"]), ("conv 3x3 ", ["w1", "w2"]),
    ("conv 3x3 w1 ", ["stride=", "pad="]), ("conv 3x3 w1 init=", ["init=default", "init=dirac"]),
    ("conv 3x3 w1 bias=", ["bias=yes", "bias=no"]), ("linear ", ["w1", "w2", "classes"]), ("maxpool ", ["2", "3"]),
    ("residual ", ["{"]), ("a adaptive-maxpool ", ["1"]),
  ]) func `what can follow is told from the usage of the kind`(_ line: String, _ wanted: [String]) {
    let words = LayerCompletion(line, widths: 2).words
    for word in wanted { #expect(words.contains(word), "\(line): \(words)") }
  }

  @Test func `keys that are there are not offered again, and letters narrow the choice`() {
    let completion = LayerCompletion("conv 3x3 w1 stride=2 b", widths: 2)
    #expect(completion.fitting == ["bias="] && !completion.words.contains("stride="))
    #expect(LayerCompletion("max", widths: 0).fitting == ["maxpool"])
    #expect(LayerCompletion("a", widths: 0).common == "a")
    #expect(LayerCompletion("ad", widths: 0).common == "adaptive-")
  }

  @Test func `each kind's usage names places and keys`() {
    for kind in WrittenKinds.words {
      let usage = LayerUsage(kind)
      #expect(usage.keys.allSatisfy { !$0.name.isEmpty && !$0.name.contains("[") }, "\(kind)")
    }
    #expect(LayerUsage("conv").places == [["KxK"], ["CHANNELS"]])
  }
}

@Suite struct LineDifferenceTests {
  @Test func `lines of one side are marked, and those far from a change left out`() {
    let difference = LineDifference(["a", "b", "c", "d", "e"], ["a", "b", "x", "d", "e"])
    #expect(difference.lines.map(\.text) == ["  a", "  b", "− c", "+ x", "  d", "  e"])
    #expect(difference.shortened.map(\.text) == ["  …", "  b", "− c", "+ x", "  d", "  …"])
  }

  @Test func `the same lines differ in nothing`() {
    #expect(LineDifference(["a"], ["a"]).isEmpty && LineDifference([], []).isEmpty)
    #expect(!LineDifference([], ["a"]).isEmpty)
  }
}
