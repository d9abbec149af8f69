import Networks
import Screen
import Testing

@testable import Lab

/// The layers of the Network screen, edited by keys alone.
@Suite struct LayerEditorTests {
  /// The layers of ConvBnNet, with the cursor on the first.
  private func state(_ name: String = "ConvBnNet", width: Int = 80, height: Int = 24) -> LabState {
    var state = Support.state(width: width, height: height)
    state.screen = .network
    state.network.pick(name)
    Support.press(.enter, on: &state)
    return state
  }

  private func type(_ text: String, _ state: inout LabState) {
    Support.press(.control("u"), on: &state)
    _ = Support.type(text, &state)
  }

  private func lines(_ state: LabState) -> [String] { state.network.outline.lines.map { $0.text.spaced } }

  @Test func `enter on a network shows its layers as lines with what follows from each`() {
    let state = state()
    #expect(state.network.part == .layers)
    #expect(lines(state).first == "conv1 conv 5x5 w1" && lines(state).last == "out linear classes")
    #expect(state.network.outline.lines[1].output?.text == "20×16×16")
    #expect(Support.view(state).text.contains("conv KxK CHANNELS [stride=1"))
  }

  @Test func `shapes, parameters and costs follow while a line is typed, and esc takes all back`() {
    var state = state()
    let before = state.network.outline
    Support.press(.enter, on: &state)
    #expect(Support.view(state).text.contains("A line is a layer"))
    type("conv1 conv 5x5 w1 stride=2", &state)
    #expect(state.network.outline.lines[0].output?.text == "10×16×16")
    #expect(state.network.outline.macs < before.macs)
    Support.press(.escape, on: &state)
    #expect(state.network.outline == before && state.network.architecture.name == "ConvBnNet")
  }

  @Test func `the first line that is edited is explained, the next ones say how their kind is written`() {
    var state = state()
    Support.press(.enter, .escape, .down, .enter, on: &state)
    let text = Support.view(state).text
    #expect(!text.contains("A line is a layer") && text.contains("bnlayer KxK CHANNELS"))
  }

  @Test func `an edited network has a star, and undo takes it away`() {
    var state = state()
    Support.press(.enter, on: &state)
    type("conv1 conv 7x7 w1", &state)
    Support.press(.enter, on: &state)
    #expect(state.network.architecture.name == "ConvBnNet*")
    #expect(state.recipe.network == "ConvBnNet*" && state.recipe.networkText?.name == "ConvBnNet*")
    #expect(state.startAvailability == .on)
    Support.press(.character("u"), on: &state)
    #expect(state.network.architecture.name == "ConvBnNet" && state.recipe.networkText == nil)
    Support.press(.control("r"), on: &state)
    #expect(lines(state)[0] == "conv1 conv 7x7 w1")
    // Typed back to what it was, it is what it was.
    Support.press(.enter, on: &state)
    type("conv1 conv 5x5 w1", &state)
    Support.press(.enter, on: &state)
    #expect(state.network.architecture.name == "ConvBnNet")
  }

  @Test func `widths and layers are undone together, in their order`() {
    var state = state()
    Support.press(.character("D"), on: &state)
    state.network.edit { $0.change(to: 33) }
    #expect(state.network.widths[1] == 33 && lines(state)[0] == "layers.0 bnlayer 3x3 w2")
    Support.press(.character("u"), on: &state)
    #expect(state.network.widths[1] == 20 && lines(state)[0] == "layers.0 bnlayer 3x3 w2")
    Support.press(.character("u"), on: &state)
    #expect(lines(state)[0] == "conv1 conv 5x5 w1")
  }

  @Test func `a line that is no layer stays in its field with what is wrong`() {
    var state = state()
    Support.press(.down, .enter, on: &state)
    type("layers.0 bnlyer 3x3 w2", &state)
    #expect(Support.view(state).text.contains("! column 10: 'bnlyer' is no kind of layer; did you mean bnlayer?"))
    // What stands above it is known still.
    #expect(state.network.outline.lines[0].output?.text == "10×32×32")
    Support.press(.enter, on: &state)
    #expect(state.editing?.error?.reason.hasPrefix("column 10: 'bnlyer'") == true)
    #expect(!state.network.editor.isEdited)
  }

  @Test func `a layer that its input does not fit is taken, is told of beside it, and cannot be trained`() {
    var state = state()
    Support.press(.end, .character("K"), .character("+"), on: &state)
    _ = Support.type("maxpool 9", &state)
    Support.press(.enter, on: &state)
    #expect(lines(state).suffix(2) == ["maxpool 9", "pool adaptive-maxpool 1"])
    let problem = state.network.outline.problem
    #expect(problem?.line == state.network.cursor.line)
    #expect(Support.view(state).text.contains("! 6: a window of 9×9"), "\(Support.view(state).text)")
    if case .on = state.startAvailability { Issue.record("it can be trained") }
  }

  @Test func `tab completes kinds, keys and values`() {
    var state = state()
    Support.press(.character("+"), on: &state)
    _ = Support.type("ba", &state)
    Support.press(.tab, on: &state)
    #expect(state.editing?.line.text == "batchnorm ")
    _ = Support.type("s", &state)
    Support.press(.tab, on: &state)
    #expect(state.network.offered == ["scale=", "shift="])
    #expect(Support.view(state).text.contains("scale= shift="))
    _ = Support.type("c", &state)
    Support.press(.tab, on: &state)
    _ = Support.type("n", &state)
    Support.press(.tab, on: &state)
    #expect(state.editing?.line.text == "batchnorm scale=no ")
    Support.press(.enter, on: &state)
    #expect(lines(state)[1] == "batchnorm scale=no")
  }

  @Test func `lines are marked, put into a block, moved and taken out together`() {
    var state = state()
    Support.press(.down, .character(" "), .down, .character("b"), on: &state)
    #expect(
      lines(state)[1...4] == ["block1 residual {", "layers.0 bnlayer 3x3 w2", "layers.1 bnlayer 3x3 w3", "}"])
    #expect(state.network.outline.problem?.reason.contains("has to be the same") == false)
    Support.press(.character("J"), on: &state)
    #expect(lines(state)[1] == "layers.2 bnlayer 3x3 w4" && state.network.cursor.line > 0)
    Support.press(.character("K"), .character("b"), on: &state)
    #expect(lines(state)[1] == "layers.0 bnlayer 3x3 w2" && !lines(state).contains("}"))
    Support.press(.character(" "), .down, .character("D"), on: &state)
    #expect(state.network.taken.count == 2 && lines(state)[1] == "layers.2 bnlayer 3x3 w4")
    Support.press(.end, .character("p"), on: &state)
    #expect(lines(state).suffix(2) == ["layers.0 bnlayer 3x3 w2", "layers.1 bnlayer 3x3 w3"])
  }

  @Test func `what was taken out of one network is put into another`() {
    var state = state()
    Support.press(.character("D"), .escape, on: &state)
    state.network.pick("LeNet")
    Support.press(.enter, .character("p"), on: &state)
    #expect(lines(state)[1] == "conv1 conv 5x5 w1" || lines(state)[1] == "conv3 conv 5x5 w1")
    #expect(state.network.architecture.name == "LeNet*")
  }

  @Test func `a line that holds a block together is not typed away`() {
    var state = state("ResNet20")
    let head = state.network.outline.lines.first { $0.role == .opens }!
    state.network.cursor.line = head.index
    Support.press(.enter, on: &state)
    type("relu", &state)
    Support.press(.enter, on: &state)
    #expect(state.editing?.error?.reason.contains("holds a block together") == true)
  }

  @Test func `the end of a block is typed into the beginning of a shortcut`() {
    var state = state()
    Support.press(.down, .character("b"), .down, .down, .enter, on: &state)
    type("} shortcut {", &state)
    Support.press(.enter, .character("+"), on: &state)
    _ = Support.type("conv 1x1 w2 stride=2", &state)
    Support.press(.enter, on: &state)
    #expect(state.network.outline.problem == nil)
    #expect(
      lines(state)[1...5] == [
        "block1 residual {", "layers.0 bnlayer 3x3 w2", "} shortcut {", "conv 1x1 w2 stride=2", "}",
      ])
  }

  @Test func `comments stay with their lines`() {
    var state = state("Airbench")
    Support.press(.enter, on: &state)
    type("whiten conv 2x2 24 pad=0 init=whiten freeze=weight  # patches", &state)
    Support.press(.enter, .down, .enter, on: &state)
    type("relu", &state)
    Support.press(.enter, on: &state)
    #expect(lines(state)[0].hasSuffix("# patches") && lines(state)[1] == "relu")
  }

  @Test func `widths are added to a text and named by its layers`() {
    var state = state("LeNet")
    let count = state.network.widths.count
    state.network.edit { $0.add() }
    #expect(state.network.widths.count == count + 1 && state.network.architecture.name == "LeNet*")
    #expect(state.network.outline.problem == nil)
  }

  @Test func `a long line goes on below and is not cut`() {
    var state = state("Airbench")
    state.network.part = .architectures
    let text = Support.view(state).text
    #expect(!text.contains("…"), "\(text)")
    #expect(text.contains("freeze=weight"))
  }

  @Test func `v shows the stages and the schedule in place of the layers`() {
    var state = state("ResNet20")
    Support.press(.character("v"), on: &state)
    let text = Support.view(state).text
    #expect(text.contains("╭──╮") && text.contains("╭▪▪╮") && text.contains("residual block"))
    Support.press(.character("v"), on: &state)
    #expect(Support.view(state).text.contains("learning rate"))
    Support.press(.character("v"), on: &state)
    #expect(Support.view(state).text.contains("linear classes") || state.network.pane == .layers)
  }

  @Test func `the lab is not left without a word while something edited is not saved`() {
    var state = state()
    Support.press(.character("D"), on: &state)
    #expect(Support.press(.character("q"), on: &state).isEmpty)
    guard case .question(let question) = state.overlays.last else {
      Issue.record("nothing was asked")
      return
    }
    #expect(question.text.contains("ConvBnNet* has been edited and is not saved"))
    #expect(Support.press(.character("y"), on: &state) == [.quit(0)])
  }
}

extension String {
  /// With one space between two words.
  fileprivate var spaced: String { split(separator: " ").joined(separator: " ") }
}
