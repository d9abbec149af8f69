import Synchronization

/// What a colour is for. Which colour that is, the theme says.
///
/// An application declares roles of its own beside the ones here, once each:
/// `extension Role { static let altitude = Role("altitude") }`. Every cell of a buffer holds two roles, so that a role
/// is one byte: the index of its declaration.
package struct Role: Hashable, Sendable {
  /// What the colour is used for, which decides how far it must stand out.
  package enum Use: Sendable {
    case text, line
    /// What others stand on, and ornaments.
    case surface

    /// The least contrast (WCAG 2.1, 1.4.3 for text and 1.4.11 for lines).
    var contrast: Double? {
      switch self {
      case .text: 4.5
      case .line: 3
      case .surface: nil
      }
    }
  }

  private struct Declaration {
    let name: String
    let use: Use
    let surface: Role?
  }

  private static let declarations = Mutex<[Declaration]>([])

  private let index: UInt8

  /// Declares a role whose colour has to stand out from that of `surface`, or of the background.
  package init(_ name: String, _ use: Use = .text, on surface: Role? = nil) {
    index = Self.declarations.withLock { declarations in
      precondition(declarations.count < 256, "A program has at most 256 roles.")
      precondition(!declarations.contains { $0.name == name }, "The role \(name) is declared once.")
      declarations.append(Declaration(name: name, use: use, surface: surface))
      return UInt8(declarations.count - 1)
    }
  }

  private var declaration: Declaration { Self.declarations.withLock { $0[Int(index)] } }

  /// The key in theme files.
  package var name: String { declaration.name }

  /// How far its colour must stand out, and from which other one; nil for surfaces.
  var neededContrast: (on: Role, ratio: Double)? {
    let declaration = declaration
    return declaration.use.contrast.map { (declaration.surface ?? .background, $0) }
  }
}

extension Role {
  package static let background = Role("background", .surface)
  package static let text = Role("text")
  package static let muted = Role("muted")
  package static let disabled = Role("disabled", .line)
  package static let title = Role("title")
  package static let accent = Role("accent")
  package static let key = Role("key")
  package static let border = Role("border", .surface)
  package static let focus = Role("focus")
  package static let selection = Role("selection", .surface)
  package static let selectionText = Role("selectionText", on: .selection)
  package static let tab = Role("tab")
  package static let tabActive = Role("tabActive")
  package static let good = Role("good")
  package static let warning = Role("warning")
  package static let error = Role("error")
  package static let grid = Role("grid", .surface)
  package static let mark = Role("mark")
  package static let cursor = Role("cursor", .line)
  package static let barFill = Role("barFill", .line)
  package static let barTrack = Role("barTrack", .surface)

  private static let series = (1...6).map { Role("series\($0)") }

  /// The colours of overlaid curves, in order, again from the first after the last.
  package static func series(_ index: Int) -> Role { series[index % series.count] }

  /// What every theme gives a colour to, whatever the application.
  package static let general =
    [
      background, text, muted, disabled, title, accent, key, border, focus, selection, selectionText, tab, tabActive,
      good, warning, error, grid, mark, cursor, barFill, barTrack,
    ] + series
}
