import Kernels
import Networks
import Testing

@testable import Lab

@Suite struct NetworkTextStateTests {
  private func architecture(_ layers: String) throws -> TextArchitecture {
    TextArchitecture(try NetworkText(parsing: "network ConvNet\n\(layers)\nlinear classes"))
  }

  @Test func `a text joins the networks once, whatever it is called`() throws {
    var state = NetworkState()
    let count = state.architectures.count
    let text = try architecture("widths 4\nconv 3x3 w1\nadaptive-avgpool 1")
    state.pick(text, widths: [6])
    #expect(state.architectures.count == count + 1 && state.selected == count)
    #expect(state.widths == [6] && state.outline.rows.first?.output == MapShape(6, 32, 32))
    state.pick(ConvNet(), widths: nil)
    #expect(state.selected == 1)
    state.pick(text, widths: nil)
    #expect(state.architectures.count == count + 1 && state.selected == count)
  }

  @Test func `a text without widths has none to move between`() throws {
    var state = NetworkState()
    state.pick(try architecture("conv 3x3 8"), widths: nil)
    state.edit { $0.move(by: 1) }
    state.edit { $0.change(to: 5) }
    #expect(state.editor.cursor == 0 && state.widths.isEmpty)
  }

  @Test func `what does not fit is told with its line, behind the layers that do`() throws {
    var state = NetworkState()
    state.pick(try architecture("conv 3x3 8\nmaxpool 31\nmaxpool 4"), widths: nil)
    #expect(state.outline.problem?.text.hasPrefix("ConvNet, line 4, column 1: 2: a window of 4×4") == true)
    #expect(state.outline.rows.map(\.name) == ["0", "1"])
  }
}
