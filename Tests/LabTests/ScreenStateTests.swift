import Experiments
import Files
import Foundation
import Screen
import Synchronization
import Testing

@testable import Lab

@Suite struct CommandTests {
  private func run(_ line: String, _ state: inout LabState) -> [Effect] {
    Support.press(.character(":"), on: &state)
    _ = Support.type(line, &state)
    return Support.press(.enter, &state)
  }

  @Test func tabCompletesCommandsAndTheirArguments() {
    var state = Support.state()
    Support.press(.character(":"), on: &state)
    _ = Support.type("net", &state)
    Support.press(.tab, on: &state)
    _ = Support.type("convb", &state)
    Support.press(.tab, on: &state)
    #expect(state.prompt?.line.text == "network ConvBnNet")
    #expect(state.prompt?.offered == ["ConvBnNet", "ConvBnNet2"])
  }

  @Test func commandsComeBackWithTheUpArrow() {
    var state = Support.state()
    _ = run("network resnet", &state)
    _ = run("widths 4,8", &state)
    Support.press(.character(":"), .up, .up, on: &state)
    #expect(state.prompt?.line.text == "network resnet")
  }

  @Test func whatCannotBeDoneStaysInThePromptWithItsReason() {
    var state = Support.state()
    _ = run("set batch-size 70000", &state)
    #expect(state.prompt?.error == "a whole number of images from 1 to 65536 is wanted")
    #expect(state.form.batchSize == 256)
  }

  @Test(arguments: ["batch size 64", "Batch-Size 64", "batch  64", "bat 64"])
  func aLineOfTheRecipeIsCalledAsItIsShownOrByItsBeginning(_ line: String) {
    var state = Support.state()
    _ = run("set \(line)", &state)
    #expect(state.form.batchSize == 64 && state.prompt == nil)
  }

  @Test func aLineOfTheRecipeThatCouldBeSeveralIsAskedFor() {
    var state = Support.state()
    _ = run("set s 7", &state)
    #expect(state.prompt?.error == "which line? Tab lists them")
    state.overlays = []
    _ = run("set batch size 0", &state)
    #expect(state.prompt?.error == "a whole number of images from 1 to 65536 is wanted")
  }

  @Test func everyFieldOfTheRecipeReachesTheRecipe() {
    var state = Support.state()
    for line in [
      "network resnet2", "fit 1e-2, 3, cycle_len=1", "set batch-size 64", "set weight-decay 1e-4", "set momentum 0.8",
      "set dropout 0.3", "set seed 7", "set subset 100", "set augment off", "set pad black",
      "set stats measured", "set bn-stats ema", "set freeze conv1",
    ] { _ = run(line, &state) }
    let line = state.recipe.commandLine()
    for part in [
      "train Resnet2", "'0.01, 3, cycle_len=1, wds=0.0001'", "--batch-size 64", "--momentum 0.8", "--dropout 0.3",
      "--seed 7", "--subset 100", "--no-augment", "--pad black", "--stats measured", "--bn-stats ema",
      "--freeze conv1",
    ] { #expect(line.contains(part), "\(part) in \(line)") }
  }

  @Test func linearModeAsksAndTakesTheAnswerOnTheNextLine() {
    var state = Support.training(steps: 6)
    #expect(update(&state, SessionMessage.typed("stop")).isEmpty)
    #expect(update(&state, SessionMessage.typed("y")) == [.ask(.first, .stop)])
    #expect(update(&state, SessionMessage.typed("frobnicate")).isEmpty)
    #expect(state.notice?.text == "no command is called 'frobnicate'; tab lists them")
  }

  @Test func linearModeSaysEachEpochInALine() {
    let state = Support.training(steps: 4)
    let lines = TrainMessage.events(Support.events(steps: 4)).lines(state)
    #expect(lines.count == 1)
    #expect(lines.first?.hasPrefix("epoch 1: train loss 2.0000, validation loss 2.1000, accuracy 20.00 %") == true)
  }
}

@Suite struct SettingsTests {
  @Test func aThemeIsTriedOnAndTakenBackOrKept() {
    var state = Support.state()
    let before = state.theme.name
    Support.press(.character("C"), .down, on: &state)
    #expect(state.theme.name != before)
    Support.press(.escape, on: &state)
    #expect(state.theme.name == before)
    let file = URL(fileURLWithPath: "/settings.json")
    state.settingsFile = SettingsFile(url: file)
    Support.press(.character("C"), .down, on: &state)
    let effects = Support.press(.enter, &state)
    #expect(effects == [.file(SaveSettings(settings: Settings(theme: state.theme.name), file: file))])
  }

  @Test func settingsAreReadBackAndABrokenFileIsAWarning() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lab-settings-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = SettingsFile(url: folder.appendingPathComponent("settings.json"))
    #expect(file.read().settings == Settings() && file.read().warning == nil)
    try file.write(Settings(theme: "light", mouse: true))
    #expect(file.read().settings == Settings(theme: "light", mouse: true))
    try Data("{ broken".utf8).write(to: file.url)
    #expect(file.read().settings == Settings())
    #expect(file.read().warning?.contains("settings.json") == true)
  }

  @Test func settingsThatCannotBeReadAreNotWrittenOver() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lab-settings-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("cifarlab"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let broken = Data("{ broken".utf8)
    let url = folder.appendingPathComponent("cifarlab/settings.json")
    try broken.write(to: url)
    let app = LabApp(LabOptions(environment: ["XDG_CONFIG_HOME": folder.path]))
    #expect(app.state.log.filter { $0.text.contains("settings.json") }.count == 1)
    #expect(app.state.toggleMouse() == [.setMouse(true)])
    #expect(throws: FileProblem.self) { try SettingsFile(url: url).write(Settings(theme: "light")) }
    #expect(try Data(contentsOf: url) == broken)
  }

  @Test func whatAJobRunsOnHasAStackForSignalHandlers() {
    let isThere = Mutex<Bool?>(nil)
    let thread = JobThread("test")
    thread.submit {
      var stack = stack_t()
      let has = sigaltstack(nil, &stack) == 0 && stack.ss_flags & Int32(SS_DISABLE) == 0
      isThere.withLock { $0 = has }
    }
    while isThere.withLock({ $0 == nil }) { usleep(1_000) }
    thread.close(within: 1)
    #expect(isThere.withLock { $0 } == true)
  }

  @Test func clicksChooseTabsOnlyWhileTheMouseIsOn() {
    var state = Support.state()
    let column = Support.view(state).row(0).distance(of: "4 Train")
    _ = update(&state, SessionMessage.terminal(.mouse(MouseEvent(x: column, y: 0, action: .click))))
    #expect(state.screen == .data)
    Support.press(.character("M"), on: &state)
    _ = update(&state, SessionMessage.terminal(.mouse(MouseEvent(x: column, y: 0, action: .click))))
    #expect(state.screen == .train)
  }
}

extension String {
  fileprivate func distance(of part: String) -> Int {
    range(of: part).map { distance(from: startIndex, to: $0.lowerBound) } ?? 0
  }
}
