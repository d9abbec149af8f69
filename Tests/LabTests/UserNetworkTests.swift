import Experiments
import Files
import Foundation
import Networks
import Screen
import Testing

@testable import Lab

/// Networks are saved as the user's own, found again, and named by command lines.
@Suite final class UserNetworkTests {
  private let folder: URL
  private let runtime: LabRuntime

  init() {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("cifarlab-\(UUID().uuidString)")
    runtime = LabRuntime(LabOptions(environment: ["XDG_CONFIG_HOME": folder.path]))
  }

  deinit {
    runtime.close()
    try? FileManager.default.removeItem(at: folder)
  }

  private var path: String { folder.path + "/cifarlab/networks/Mine.net" }

  /// Does what a key asked of files, and gives the answers to the state.
  private func perform(_ effects: [Effect], _ state: inout LabState) throws {
    for case .files(let task) in effects { try task.task.run(in: runtime) }
    for message in runtime.mailbox.take() { _ = update(&state, message) }
  }

  private func edited() -> LabState {
    var state = Support.state()
    state.screen = .network
    state.draftFolder = folder.path + "/drafts"
    state.network.pick("ConvBnNet")
    Support.press(.enter, .down, .character("D"), on: &state)
    return state
  }

  private func save(as name: String, _ state: inout LabState) throws {
    Support.press(.character("W"), .control("u"), on: &state)
    _ = Support.type(name, &state)
    try perform(Support.press(.enter, on: &state), &state)
  }

  @Test func `what is saved stands in a file, joins the list and leaves the lab's own as it was`() throws {
    var state = edited()
    Support.press(.character("W"), on: &state)
    #expect(state.editing?.line.text == "ConvBnNet-2")
    #expect(Support.view(state).text.contains("save as ConvBnNet-2"))
    Support.press(.escape, on: &state)
    let parameters = state.network.outline.parameters
    try save(as: "Mine", &state)
    #expect(state.network.architecture.name == "Mine" && state.network.editor.file == path)
    #expect(state.network.outline.parameters == parameters && !state.network.editor.isEdited)
    #expect(try NetworkLibrary.read(path).text == state.network.architecture.text)
    #expect(state.network.architectures.contains { $0.name == "ConvBnNet" })
    #expect(!state.network.architectures.contains { $0.name == "ConvBnNet*" })
    #expect(NetworkScreen.sameCommand(state).hasPrefix("cifarlab summary \(path)"))
  }

  @Test func `its own file is written again, another one only when that was said`() throws {
    var state = edited()
    try save(as: "Mine", &state)
    Support.press(.character("D"), on: &state)
    #expect(state.network.architecture.name == "Mine*")
    try save(as: "Mine", &state)
    #expect(state.overlays.isEmpty && state.network.architecture.name == "Mine")
    let saved = try Data(contentsOf: URL(fileURLWithPath: path))
    state.network.pick("LeNet")
    Support.press(.character("D"), on: &state)
    try save(as: "Mine", &state)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == saved)
    guard case .question(let question) = state.overlays.last else {
      Issue.record("nothing was asked")
      return
    }
    #expect(question.text.contains("is another network. Replace it?"))
    try perform(Support.press(.character("y"), on: &state).flatMap { effect -> [Effect] in [effect] }, &state)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) != saved)
    #expect(state.network.architecture.name == "Mine")
  }

  @Test func `a file that another program has changed is not written over in silence`() throws {
    var state = edited()
    try save(as: "Mine", &state)
    let other = Array("network Mine\nlinear classes\n".utf8)
    try FileAccess.write(other, to: path)
    Support.press(.character("D"), on: &state)
    try save(as: "Mine", &state)
    #expect(try FileAccess.read(path, limit: 1000) == other && !state.overlays.isEmpty)
  }

  @Test(arguments: [("ConvNet", "one of the lab's own"), ("a b", "a name has letters"), ("../x", "a name has letters")])
  func `names that cannot be are refused`(_ name: String, _ reason: String) {
    var state = edited()
    Support.press(.character("W"), .control("u"), on: &state)
    _ = Support.type(name, &state)
    #expect(Support.press(.enter, on: &state).isEmpty)
    #expect(state.editing?.error?.reason.contains(reason) == true)
  }

  @Test func `files of the user are listed, those that changed are read again, broken ones are told of`() throws {
    try FileAccess.makeFolder(folder.path + "/cifarlab/networks")
    try FileAccess.write(Array("network Mine\nrelu\nlinear classes\n".utf8), to: path)
    try FileAccess.write(Array("network Broken\nrelo\n".utf8), to: path.replacing("Mine", with: "Broken"))
    var state = Support.state()
    try perform([.file(ListNetworks())], &state)
    let index = try #require(state.network.architectures.firstIndex { $0.name == "Mine" })
    #expect(!state.network.architectures.contains { $0.name == "Broken" })
    #expect(state.log.contains { $0.text.contains("Broken.net") && $0.text.contains("did you mean relu?") })
    try FileAccess.write(Array("network Mine\nlinear classes\n".utf8), to: path)
    try perform([.file(ListNetworks())], &state)
    #expect(state.network.architectures[index].text?.lines.count == 2)
    #expect(state.log.count { $0.text.contains("Broken.net") } == 1)
    try FileAccess.remove(path)
    try perform([.file(ListNetworks())], &state)
    #expect(!state.network.architectures.contains { $0.name == "Mine" })
  }

  @Test func `what the user is editing stays as it is while files change`() throws {
    var state = edited()
    try save(as: "Mine", &state)
    Support.press(.character("D"), on: &state)
    let lines = state.network.editor.draft
    try FileAccess.write(Array("network Mine\nlinear classes\n".utf8), to: path)
    try perform([.file(ListNetworks())], &state)
    #expect(state.network.editor.draft == lines)
  }

  @Test func `the command of an edited network names a file that is written with it`() throws {
    var state = edited()
    let effects = Support.press(.character("y"), on: &state)
    guard case .sameCommand(let line) = state.overlays.last else {
      Issue.record("no command is shown")
      return
    }
    let file = try #require(state.keptNetwork)
    #expect(line.contains(file) && !file.contains("*"))
    try perform(effects, &state)
    let kept = try NetworkLibrary.read(file)
    #expect(kept.text == state.recipe.networkText && kept.name == "ConvBnNet*")
    #expect(state.saidRecipe.commandLine().hasPrefix("cifarlab train \(file)"))
  }

  @Test func `what the editor of texts has saved is taken back, right or wrong`() {
    var state = edited()
    guard case .editText(let text, let name) = Support.press(.character("E"), on: &state).first else {
      Issue.record("no editor was asked for")
      return
    }
    #expect(name == "ConvBnNet*.net" && text.hasPrefix("network ConvBnNet*\n"))
    _ = update(&state, NetworkMessage.edited(text.replacing("5x5", with: "7x7")))
    #expect(state.network.outline.lines[0].text.contains("7x7"))
    _ = update(&state, NetworkMessage.edited("network Mine\nwidths 8\nconv 3x3 w2\nlinear classes\n"))
    #expect(state.network.outline.problem?.line == 2 && state.network.cursor.line == 2)
    #expect(Support.view(state).text.contains("there is no w2, the last width is w1"))
    #expect(state.startAvailability != .on && state.saveAvailability != .on)
    Support.press(.character("u"), on: &state)
    #expect(state.network.outline.problem == nil)
  }
}

/// The editor that a user has set.
@Suite struct TextEditorTests {
  @Test func `words of the setting are kept together by quotes`() {
    #expect(UserProgram.words("code --wait") == ["code", "--wait"])
    #expect(UserProgram.words("'/opt/my editor/vi'  -u \"\"") == ["/opt/my editor/vi", "-u", ""])
  }

  @Test func `what it saves is the answer, and nothing is left behind`() throws {
    let terminal = LendingTerminal { command in
      try? Data("network Mine\n".utf8).write(to: URL(fileURLWithPath: command.last ?? ""))
      return 0
    }
    let editor = TextEditor(environment: ["EDITOR": "vi", "VISUAL": "code --wait"])
    guard case NetworkMessage.edited("network Mine\n") = editor.edit("before\n", name: "Mine.net", on: terminal) else {
      Issue.record("the text did not come back")
      return
    }
    #expect(terminal.command.dropLast() == ["code", "--wait"] && terminal.command[2].hasSuffix("/Mine.net"))
    #expect(!FileManager.default.fileExists(atPath: terminal.command[2]))
  }

  @Test(arguments: [(nil, "cannot be started"), (1, "exit code 1")] as [(Int32?, String)])
  func `an editor that fails changes nothing`(_ code: Int32?, _ reason: String) {
    let editor = TextEditor(environment: ["EDITOR": "vi"])
    guard case SessionMessage.failed(let text) = editor.edit("", name: "a.net", on: LendingTerminal { _ in code })
    else {
      Issue.record("it was taken")
      return
    }
    #expect(text.contains(reason))
  }

  @Test func `without an editor it says which variable to set`() {
    let editor = TextEditor(environment: ["PATH": "/nonexistent"])
    guard case SessionMessage.failed(let text) = editor.edit("", name: "a.net", on: LendingTerminal { _ in 0 }) else {
      Issue.record("it was taken")
      return
    }
    #expect(text.contains("EDITOR"))
  }
}
