/// What a terminal shows, cell by cell: text with its colours, read from `tmux capture-pane -e`.
struct ScreenCells {
  /// A colour as it was asked for.
  enum Colour: Equatable {
    case standard
    case palette(Int)
    case rgb([Int])
  }

  /// A place on the screen.
  struct Cell: Equatable {
    var character: Character
    var foreground = Colour.standard
    var background = Colour.standard
  }

  /// Row by row; what is empty at the end of a row is left out.
  let rows: [[Cell]]

  /// Reads rows of text with SGR sequences, whose effect lasts beyond the end of a row.
  init(_ text: String) {
    var style = Cell(character: " ")
    rows = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var cells: [Cell] = []
      var rest = line[...]
      while let character = rest.popFirst() {
        guard character == "\u{1B}" else {
          cells.append(Cell(character: character, foreground: style.foreground, background: style.background))
          continue
        }
        let sequence = rest.prefix { $0 != "m" }
        rest = rest.dropFirst(sequence.count + 1)
        style.apply(sequence.dropFirst().split(separator: ";").compactMap { Int($0) })
      }
      return cells
    }
  }

  /// The colours of all half blocks: upper pixel, lower pixel.
  var halfBlocks: [[Colour]] { rows.joined().filter { $0.character == "▀" }.map { [$0.foreground, $0.background] } }
}

extension ScreenCells.Cell {
  /// Changes the colours as the parameters of "select graphic rendition" say.
  fileprivate mutating func apply(_ parameters: [Int]) {
    var rest = parameters[...]
    if rest.isEmpty { rest = [0] }
    while let code = rest.popFirst() {
      switch code {
      case 0: (foreground, background) = (.standard, .standard)
      case 30...37: foreground = .palette(code - 30)
      case 39: foreground = .standard
      case 40...47: background = .palette(code - 40)
      case 49: background = .standard
      case 90...97: foreground = .palette(code - 82)
      case 100...107: background = .palette(code - 92)
      case 38, 48:
        let isRGB = rest.popFirst() == 2
        let values = Array(rest.prefix(isRGB ? 3 : 1))
        rest = rest.dropFirst(values.count)
        let colour: ScreenCells.Colour = isRGB ? .rgb(values) : .palette(values.first ?? 0)
        if code == 38 { foreground = colour } else { background = colour }
      default: break
      }
    }
  }
}
