import Fuzzing
import Testing
import Themes

@testable import Screen

/// Damaged and hostile theme files by the hundred: each is read or refused with what is wrong.
@Suite struct FuzzTests {
  @Test func themes() {
    let roles = Role.general.prefix(6).map { "\($0.name): '#fa0', // \\u00e9" }.joined(separator: "\n")
    let short = """
      { /* all that JSON5 has */ name: 'short', "about": "on\\\ntwo \\x41\\uD83D\\uDE00", appearance: 'light',
        roles: {\(roles)
        text: 'ansi 15', grid: "#12345"}, gradients: {heat: ['#000', '#fff',], loss: [0x1F, -.5e3, +Infinity, null]} }
      """
    let examples = [Array(short.utf8)] + BuiltInThemes.files.prefix(1).map { $0.text }
    var mutator = Mutator(seed: 14)
    for index in 0..<Mutator.cases(100) {
      let bytes = mutator.next(of: index % 10 == 0 ? examples : Array(examples.prefix(1)))
      do throws(ThemeProblem) {
        let (theme, _) = try Theme.parse(bytes, roles: Role.general)
        #expect(!theme.name.isEmpty && theme.name.count <= 40)
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }
}
