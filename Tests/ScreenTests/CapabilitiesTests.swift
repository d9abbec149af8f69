import Testing

@testable import Screen

@Suite struct CapabilitiesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var environment: [String: String]
    var colours = 0
    var ascii = false
    var colour: Capabilities.Colour
    var unicode: Bool
    var testDescription: String { "\(environment.sorted { $0.key < $1.key }), \(colours) colours" }
  }

  static let cases: [Case] = [
    Case(environment: ["TERM": "xterm-256color", "LANG": "en_GB.UTF-8"], colour: .palette256, unicode: true),
    Case(
      environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "truecolor"], colour: .trueColour,
      unicode: true),
    Case(
      environment: ["TERM": "tmux-256color", "TMUX": "/tmp/s,1,0", "COLORTERM": "24bit", "LC_CTYPE": "C.utf8"],
      colour: .trueColour, unicode: true),
    Case(
      environment: ["TERM": "screen-256color", "TMUX": "/tmp/s,1,0", "COLORTERM": "truecolor", "LANG": "C.UTF-8"],
      colour: .trueColour, unicode: true),
    Case(
      environment: ["TERM": "screen-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"], colour: .palette256,
      unicode: true),
    Case(environment: ["TERM": "xterm-kitty", "LANG": "C.UTF-8"], colours: 256, colour: .trueColour, unicode: true),
    Case(environment: ["TERM": "xterm-direct", "LANG": "C.UTF-8"], colour: .trueColour, unicode: true),
    Case(environment: ["TERM": "xterm", "LANG": "C.UTF-8"], colours: 8, colour: .ansi16, unicode: true),
    Case(environment: ["TERM": "rxvt", "LANG": "C.UTF-8"], colours: 0, colour: .none, unicode: true),
    Case(
      environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "truecolor", "NO_COLOR": "1"],
      colour: .none, unicode: true),
    Case(
      environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8", "NO_COLOR": ""], colour: .palette256, unicode: true),
    Case(
      environment: ["TERM": "xterm-256color", "LC_ALL": "C", "LC_CTYPE": "C.UTF-8", "LANG": "C.UTF-8"],
      colour: .palette256, unicode: false),
    Case(environment: ["TERM": "xterm-256color", "LC_ALL": "", "LANG": "C.UTF-8"], colour: .palette256, unicode: true),
    Case(environment: ["TERM": "xterm-256color"], colour: .palette256, unicode: false),
    Case(
      environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8"], ascii: true, colour: .palette256, unicode: false),
    Case(environment: ["TERM": "linux", "LANG": "C.UTF-8"], colours: 8, colour: .ansi16, unicode: false),
    Case(
      environment: ["TERM": "linux", "LANG": "C.UTF-8", "COLORTERM": "truecolor"], colours: 8, colour: .ansi16,
      unicode: false),
    Case(environment: ["TERM": "vt100", "LANG": "C.UTF-8"], colour: .none, unicode: false),
    Case(environment: ["TERM": "dumb", "LANG": "C.UTF-8", "COLORTERM": "truecolor"], colour: .none, unicode: false),
    Case(environment: ["LANG": "C.UTF-8"], colour: .none, unicode: false),
  ]

  @Test(arguments: cases)
  func theEnvironmentSaysWhatTheTerminalCan(_ one: Case) {
    let found = Capabilities.detect(environment: one.environment, terminfoColours: one.colours, ascii: one.ascii)
    #expect(found == Capabilities(colour: one.colour, unicode: one.unicode))
  }

  @Test func aPaintHasNoColoursWhereThereAreNoneButEmphasisInTheirPlace() {
    let context = RenderContext(theme: .dark, capabilities: .plain)
    #expect(context.paint(.selection) == Paint(foreground: -1, background: -1, attributes: .reverse))
    #expect(context.paint(Style(.error)).attributes == .bold)
    #expect(context.paint(Style(foreground: .rgb(RGB(1, 2, 3)))).foreground == -1)
  }

  @Test func theSelectionIsReversedWhereThereAreFewColours() {
    let few = RenderContext(theme: .dark, capabilities: Capabilities(colour: .ansi16, unicode: true))
    #expect(few.paint(.selection).attributes == .reverse)
    #expect(few.paint(.selection).foreground != few.paint(.selection).background)
    let many = RenderContext(theme: .dark, capabilities: .full)
    #expect(many.paint(.selection).attributes == [])
  }

  @Test func aPaintHasTheNumbersOfItsTerminal() {
    let style = Style(foreground: .rgb(RGB(0x12, 0x34, 0x56)), background: .rgb(RGB(255, 255, 255)))
    func paint(_ colour: Capabilities.Colour, _ style: Style, _ theme: Theme = .dark) -> [Int32] {
      let context = RenderContext(theme: theme, capabilities: Capabilities(colour: colour, unicode: true))
      return [context.paint(style).foreground, context.paint(style).background]
    }
    #expect(paint(.trueColour, style) == [0x123456, 0xFFFFFF])
    #expect(paint(.palette256, style) == [23, 231])
    #expect(paint(.ansi16, style) == [0, 7])
    #expect(paint(.ansi16, Style(.muted)) == [8, 0])
    let own = Style(.accent, on: .background)
    let ansi = ThemeLibrary(roles: Role.general).theme(named: "ansi").0
    #expect(paint(.trueColour, own, ansi) == [Paint.paletteBase + 14, Paint.paletteBase])
    #expect(paint(.palette256, own, ansi) == [14, 0])
  }
}

@Suite struct PaletteTests {
  private func distance(_ left: RGB, _ right: RGB) -> Int {
    let channels = [
      Int(left.red) - Int(right.red), Int(left.green) - Int(right.green), Int(left.blue) - Int(right.blue),
    ]
    return channels.reduce(0) { $0 + $1 * $1 }
  }

  @Test func theNearestOf256IsTheNearestOfTheCubeAndTheGreys() {
    var generator = SeededGenerator(state: 1)
    let greys = (UInt8.min...UInt8.max).map { RGB($0, $0, $0) }
    let others = (0..<1000).map { _ in RGB(hex: UInt32.random(in: 0...0xFFFFFF, using: &generator)) }
    for colour in greys + others {
      let least = (UInt8(16)...255).map { distance(colour, Palette[$0]) }.min()
      #expect(distance(colour, Palette[Palette.nearest256(colour)]) == least)
    }
  }

  @Test func aColourOfThePaletteIsItsOwnNearest() {
    for index in UInt8(16)...255 { #expect(Palette[Palette.nearest256(Palette[index])] == Palette[index]) }
    for index in UInt8(0)..<16 { #expect(Palette.nearest16(Palette[index]) == index) }
  }

  @Test func averagingIsDoneInLight() {
    let image = PixelImage(
      width: 2, height: 2, pixels: [RGB(0, 0, 0), RGB(255, 255, 255), RGB(0, 0, 0), RGB(255, 255, 255)])
    #expect(image.halved.pixels == [RGB(188, 188, 188)])
  }

  @Test func lightAndBackIsTheSameChannel() {
    for value in UInt8.min...UInt8.max { #expect(Light.channel(Light.linear(value)) == value) }
  }
}
