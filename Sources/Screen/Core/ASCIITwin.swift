import Foundation

/// ASCII in place of the characters that screens are drawn with.
enum ASCIITwin {
  /// `?` where there is no better one.
  static func of(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x20..<0x7F: return scalar
    case 0x2800: return " "
    case 0x2801...0x28FF: return "*"
    case 0x2581...0x2588: return ramp[Int(scalar.value - 0x2581)]
    case 0x2589...0x258F: return scalar.value <= 0x258C ? "#" : "|"
    case 0xC0...0x17F: return table[scalar] ?? latin(scalar)
    default: return table[scalar] ?? "?"
    }
  }

  /// For columns of one to eight eighths of a cell.
  private static let ramp: [Unicode.Scalar] = [".", ".", ":", "-", "=", "+", "*", "#"]

  private static func latin(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let base = Character(scalar).description.decomposedStringWithCanonicalMapping.unicodeScalars.first
    return base.flatMap { $0.isASCII ? $0 : nil } ?? "?"
  }

  private static let table: [Unicode.Scalar: Unicode.Scalar] = [
    "─": "-", "━": "-", "│": "|", "┃": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+",
    "┴": "+", "┼": "+", "╭": "+", "╮": "+", "╰": "+", "╯": "+", "╴": "-", "╶": "-", "╵": "|", "╷": "|", "╻": "|",
    "╹": "|", "┏": "+", "┓": "+", "┗": "+", "┛": "+", "┊": ":", "┆": ":", "╌": "-", "┄": "-", "┈": " ", "═": "=",
    "║": "|", "┣": "+", "┫": "+",
    "╔": "+", "╗": "+", "╚": "+", "╝": "+",
    "▀": "#", "▄": "#", "█": "#", "▌": "#", "▐": "#", "░": ".", "▒": ":", "▓": "%",
    "●": "*", "○": "o", "◆": "o", "◇": "o", "■": "#", "□": "o", "▲": "^", "△": "^", "▼": "v", "▽": "v", "▸": ">",
    "◂": "<", "▶": ">", "◀": "<", "▪": "#", "•": "*", "★": "*", "☆": "*",
    "←": "<", "→": ">", "↑": "^", "↓": "v", "↵": "~", "⏎": "~", "⇧": "^", "↔": "-", "↕": "|",
    "…": "~", "·": ".", "×": "x", "÷": "/", "±": "+", "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "≤": "<",
    "≥": ">", "≈": "~", "≠": "!", "√": "v", "∞": "8", "Δ": "d", "∂": "d", "µ": "u", "μ": "u", "σ": "s", "α": "a",
    "β": "b", "°": "o", "²": "2", "³": "3", "✓": "v", "✔": "v", "✗": "x", "✘": "x", "‘": "'", "’": "'", "“": "\"",
    "”": "\"", "„": "\"", "«": "\"", "»": "\"", "§": "S", "\u{A0}": " ", "¦": "|", "¬": "-", "ß": "s", "⋯": "~",
    "‹": "<", "›": ">", "↝": "~", "‖": "|",
  ]
}
