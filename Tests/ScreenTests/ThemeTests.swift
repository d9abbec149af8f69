import Foundation
import Testing

@testable import Screen

@Suite struct ThemeTests {
  private func file(_ change: (inout [String: Any]) -> Void) throws -> [UInt8] {
    var roles: [String: String] = [:]
    for role in Role.general { roles[role.name] = role.neededContrast == nil ? "#000000" : "#ffffff" }
    var object: [String: Any] = [
      "name": "mine", "appearance": "dark", "roles": roles,
      "gradients": ["heat": ["#000", "#fff"], "wrong": ["#000", "#f00"]],
    ]
    change(&object)
    return [UInt8](try JSONSerialization.data(withJSONObject: object, options: .sortedKeys))
  }

  private func changingRoles(_ change: (inout [String: String]) -> Void) throws -> [UInt8] {
    try file { object in
      var roles = object["roles"] as? [String: String] ?? [:]
      change(&roles)
      object["roles"] = roles
    }
  }

  private func check(_ bytes: [UInt8]) -> [ThemeProblem] { Theme.check(bytes, roles: Role.general) }

  @Test func anApplicationsRolesAreCheckedBesideTheGeneralOnes() throws {
    let roles = Role.general + [Self.altitude, Self.contour]
    let bytes = try changingRoles { $0["contour"] = "#505050" }
    #expect(check(bytes) == [.unknownName(name: "roles.contour")])
    let problems = Theme.check(bytes, roles: roles)
    #expect(problems.first == .missing(role: "altitude"))
    #expect(problems.last?.description.hasPrefix("roles.contour is too faint on background: contrast 2.") == true)
    #expect(problems.count == 2)
    let theme = try Theme.parse(bytes, roles: roles).0
    #expect(theme[Self.contour] == .rgb(RGB(hex: 0x505050)))
  }

  private static let altitude = Role("altitude", .surface)
  private static let contour = Role("contour", .line)

  @Test func aCellIsThreeWords() {
    #expect(MemoryLayout<Cell>.stride == 24)
  }

  @Test func thereIsADarkALightAndThreeMore() {
    #expect(Theme.builtIn.map(\.name) == ["dark", "light", "colour-blind", "high-contrast", "ansi"])
    #expect(Theme.dark.isDark && !Theme.light.isDark)
  }

  @Test func aGoodFileHasNoProblems() throws {
    #expect(check(try file { _ in }) == [])
  }

  @Test func whatIsMissingIsNamedAndFilledIn() throws {
    let bytes = try changingRoles { $0["text"] = nil }
    #expect(check(bytes).contains(.missing(role: "text")))
    #expect(try Theme.parse(bytes, roles: Role.general).0[.text] == Theme.dark[.text])
  }

  @Test func whatIsTooFaintIsNamedWithItsContrast() throws {
    let problems = check(try changingRoles { $0["text"] = "#505050" })
    #expect(problems.count == 1)
    #expect(problems.first?.description.hasPrefix("roles.text is too faint on background: contrast 2.") == true)
  }

  @Test func unknownNamesAndBadColoursAreNamed() throws {
    let bytes = try changingRoles {
      $0["txet"] = "#fff"
      $0["grid"] = "#12345"
    }
    #expect(
      check(bytes) == [.badColour(name: "roles.grid", text: "#12345"), .unknownName(name: "roles.txet")])
  }

  @Test func gradientsAreCheckedAsRolesAre() throws {
    let bytes = try file { $0["gradients"] = ["heat": ["#000", "white"], "wrong": ["#000"], "cold": ["#000"]] }
    #expect(
      check(bytes)
        == [.badColour(name: "gradients.heat[1]", text: "white"), .unknownName(name: "gradients.cold")])
    #expect(
      check(try file { $0["gradients"] = nil }) == [.missingGradient(name: "heat"), .missingGradient(name: "wrong")])
  }

  @Test func aLargeFileIsRefused() {
    #expect(check(Array(repeating: 32, count: 70_000)) == [.tooLarge(bytes: 70_000)])
  }

  @Test func coloursAreHexOrAnsi() {
    #expect(Theme.Colour("#1a2B3c") == .rgb(RGB(0x1A, 0x2B, 0x3C)))
    #expect(Theme.Colour("#fa0") == .rgb(RGB(0xFF, 0xAA, 0)))
    #expect(Theme.Colour("ansi 15") == .palette(15))
    for text in ["", "#", "#12", "#12345g", "#+12345", "ansi 16", "ansi -1", "red", "＃123456"] {
      #expect(Theme.Colour(text) == nil, "\(text)")
    }
  }

  @Test func contrastIsThatOfWCAG() {
    #expect(abs(Light.contrast(RGB(0, 0, 0), RGB(255, 255, 255)) - 21) < 1e-9)
    #expect(abs(Light.contrast(RGB(0x77, 0x77, 0x77), RGB(255, 255, 255)) - 4.48) < 0.01)
  }

  @Test func aGradientRunsFromItsFirstToItsLastStop() {
    let theme = Theme.light
    #expect(theme.colour(of: .gradient(.heat, share: 0)) == .rgb(RGB(hex: 0xFBFAF7)))
    #expect(theme.colour(of: .gradient(.heat, share: 1)) == .rgb(RGB(hex: 0x082C57)))
    #expect(theme.colour(of: .gradient(.heat, share: .nan)) == .rgb(RGB(hex: 0xFBFAF7)))
  }

  @Test func brokenBytesNeverBreakTheParser() throws {
    let good = try file { _ in }
    var generator = SeededGenerator(state: 7)
    for _ in 0..<400 {
      var bytes = good
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes.removeSubrange(Int.random(in: 0..<bytes.count, using: &generator)...)
      case 1:
        for _ in 0..<8 {
          bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
        }
      case 2:
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        bytes.insert(contentsOf: Array(repeating: UInt8(ascii: "["), count: 5000), at: start)
      default: bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
      }
      for problem in check(bytes) { #expect(!problem.description.isEmpty) }
    }
  }
}

@Suite struct ThemeLibraryTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "themes-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func anUnknownThemeIsTheDefaultWithAWarning() {
    let (theme, warnings) = ThemeLibrary(roles: Role.general).theme(named: "nothing")
    #expect(theme == .dark)
    #expect(warnings.count == 1 && warnings[0].contains("high-contrast"))
  }

  @Test func aUsersThemeStandsBesideTheBuiltInOnes() throws {
    try withFolder { folder in
      let source = "{ name: 'sea', appearance: 'dark', roles: { text: '#aaddff' } }"
      try Data(source.utf8).write(to: folder.appending(path: "sea.json5"))
      let library = ThemeLibrary(roles: Role.general, folder: folder)
      #expect(library.names == Theme.builtIn.map(\.name) + ["sea"])
      let (theme, warnings) = library.theme(named: "sea")
      #expect(theme[.text] == .rgb(RGB(hex: 0xAADDFF)))
      #expect(theme[.error] == Theme.dark[.error])
      #expect(!warnings.isEmpty)
    }
  }

  @Test func aBrokenFileIsTheDefaultWithAWarning() throws {
    try withFolder { folder in
      try Data("{ name: ".utf8).write(to: folder.appending(path: "broken.json5"))
      try FileManager.default.createDirectory(
        at: folder.appending(path: "folder.json5"), withIntermediateDirectories: true)
      for name in ["broken", "folder"] {
        let (theme, warnings) = ThemeLibrary(roles: Role.general, folder: folder).theme(named: name)
        #expect(theme == .dark && warnings.count == 1)
      }
    }
  }

  @Test func sixteenColoursHaveAThemeOfTheirOwn() {
    #expect(ThemeLibrary.defaultName(for: .full) == "dark")
    #expect(ThemeLibrary.defaultName(for: Capabilities(colour: .ansi16, unicode: true)) == "ansi")
    #expect(ThemeLibrary(roles: Role.general).theme(named: "ansi").warnings == [])
  }
}
