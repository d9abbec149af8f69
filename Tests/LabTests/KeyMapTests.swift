import Foundation
import Screen
import Testing

@testable import Lab

@Suite struct KeyMapTests {
  private func map(_ text: String) -> (map: KeyMap, problems: [String]) {
    var problems: [String] = []
    let map = KeyMap(Array(text.utf8), for: KeyTable.all, problems: &problems)
    return (map, problems)
  }

  @Test func chosenKeysAreHonouredByDispatchFooterAndHelp() {
    var state = Support.state()
    let (map, problems) = map("{ quit: ['ctrl-q', 'Q'], order: 'w' /* widths are elsewhere */, 'theme': \"F7\" }")
    // `w` does something else on another screen, which has no order: both stay.
    #expect(problems.isEmpty, "\(problems)")
    state.keyMap = map
    Support.press(.character("w"), on: &state)
    #expect(state.data.order == .byIndex)
    Support.press(.character("o"), on: &state)
    #expect(state.data.order == .byIndex)
    #expect(Support.press(.control("q"), &state) == [.quit(0)])
    #expect(Support.press(.character("q"), &state).isEmpty)
    let footer = Support.view(state).row(39)
    #expect(footer.contains("w order") && !footer.contains("o order"))
    Support.press(.character("?"), on: &state)
    _ = Support.type("picks the colours", &state)
    #expect(Support.view(state).text.contains("F7"))
  }

  @Test(arguments: [
    ("{", "it is not JSON5"), ("[]", "there are no braces around it"),
    ("{ quitt: 'Q' }", "no key does 'quitt'; did you mean quit?"), ("{ quit: 'nokey' }", "'quit' wants keys such as"),
    ("{ quit: 3 }", "'quit' wants keys such as"), ("{ quit: [] }", "'quit' wants keys such as"),
    ("{ quit: 'C' }", "'quit': C already does 'theme'"), ("{ order: 'z' }", "'order': z already does 'zoom'"),
  ]) func whatCannotBeUsedIsSaidAndCostsNothingElse(_ text: String, _ problem: String) {
    let (broken, problems) = map(text)
    #expect(problems.count == 1 && problems[0].contains(problem), "\(problems)")
    #expect(broken.isEmpty)
    let (map, _) = map("{ log: 'F9'," + text.dropFirst(text.hasPrefix("{") ? 1 : 0))
    #expect(text.count < 5 || !map.isEmpty)
  }

  @Test func aBrokenFileIsAWarningAndTheLabOpens() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lab-keys-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let own = folder.appendingPathComponent("cifarlab")
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    let file = own.appendingPathComponent("keys.json5")
    try Data("{ quit: 'Q', log: ".utf8).write(to: file)
    let app = LabApp(LabOptions(environment: ["XDG_CONFIG_HOME": folder.path]))
    #expect(app.state.keyMap.isEmpty)
    #expect(app.state.log.contains { $0.text.contains("keys.json5") && $0.text.contains("those keys stay") })
    try Data("{ quit: 'Q' }".utf8).write(to: file)
    let good = LabApp(LabOptions(environment: ["XDG_CONFIG_HOME": folder.path]))
    #expect(!good.state.keyMap.isEmpty && good.state.log.isEmpty)
  }

  @Test func everyKeyHasANameThatIsReadBack() {
    for key in Set(KeyTable.all.flatMap { $0.keys.joined() }) where !["↑", "↓", "←", "→"].contains(key.title) {
      #expect(KeyPress(named: key.title) == key)
    }
    #expect(KeyPress(named: "ctrl-r") == .control("r") && KeyPress(named: "up") == .up)
    for name in ["", "ctrl-", "F0", "F99", "\u{7}", "no such key"] { #expect(KeyPress(named: name) == nil) }
  }
}
