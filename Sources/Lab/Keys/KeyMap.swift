import Files
import Foundation
import Screen

/// Keys that the user has chosen for actions: the file `keys.json5` beside the settings.
///
///     { "resume": "g", "down": ["j", "ctrl-n"] }
struct KeyMap: Equatable, Sendable {
  /// Bytes; larger files are not read.
  private static let largest = 65_536
  private var keys: [String: [KeyPress]] = [:]

  var isEmpty: Bool { keys.isEmpty }

  init() {}

  /// The keys that were chosen for an action.
  subscript(action: String) -> [KeyPress]? { keys[action] }

  /// What of a file can be used, and what is wrong with the rest.
  init(_ bytes: [UInt8], for bindings: [KeyBinding], problems: inout [String]) {
    let value: JSON5
    do {
      value = try JSON5(bytes)
    } catch {
      problems.append("it is not JSON5, \(error)")
      return
    }
    guard let members = value.object else {
      problems.append("there are no braces around it")
      return
    }
    let actions = Set(bindings.flatMap(\.actions))
    for (action, value) in members.sorted(by: { $0.key < $1.key }) {
      guard actions.contains(action) else {
        let hint = nearest(to: action, in: actions.sorted()).map { "; did you mean \($0)?" } ?? ""
        problems.append("no key does '\(action)'\(hint)")
        continue
      }
      let words = value.string.map { [$0] } ?? value.array?.compactMap(\.string) ?? []
      let keys = words.compactMap(KeyPress.init(named:))
      guard !words.isEmpty, keys.count == words.count else {
        problems.append("'\(action)' wants keys such as \"g\", \"ctrl-g\", \"F5\", \"pgdn\"")
        continue
      }
      var changed = self
      changed.keys[action] = keys
      if let taken = changed.conflict(of: action, in: bindings) {
        problems.append("'\(action)': \(taken)")
      } else {
        self = changed
      }
    }
  }

  /// The file of this folder; a warning for what of it cannot be used.
  static func read(_ file: URL, for bindings: [KeyBinding]) -> (map: KeyMap, warning: String?) {
    guard FileManager.default.fileExists(atPath: file.path) else { return (KeyMap(), nil) }
    var problems: [String] = []
    var map = KeyMap()
    do {
      map = KeyMap(try FileAccess.read(file.path, limit: largest), for: bindings, problems: &problems)
    } catch {
      problems = ["\(error)"]
    }
    guard let first = problems.first else { return (map, nil) }
    let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
    return (map, "\(file.path): \(first)\(more); those keys stay as they are")
  }

  /// The binding with the chosen keys in place of its own.
  func apply(_ binding: KeyBinding) -> KeyBinding {
    guard binding.actions.contains(where: { keys[$0] != nil }) else { return binding }
    var changed = binding
    changed.keys = zip(binding.actions, binding.keys).map { keys[$0] ?? $1 }
    return changed
  }

  /// Which other action already has a key that this one has been given, on a screen that has both.
  private func conflict(of action: String, in bindings: [KeyBinding]) -> String? {
    let mapped = bindings.map(apply)
    let screens = ScreenID.allCases.map { Set([Scope.screen($0), .everywhere, .always]) }
    let panels = [
      Set([Scope.panel, .always]), [.help, .line, .always], [.typing, .line, .always], [.question, .always],
    ]
    for scopes in screens + panels {
      let here = mapped.filter { scopes.contains($0.scope) }
      guard here.contains(where: { $0.actions.contains(action) }) else { continue }
      for binding in here {
        for (other, group) in zip(binding.actions, binding.keys) where other != action {
          if let taken = keys[action]?.first(where: group.contains) { return "\(taken.title) already does '\(other)'" }
        }
      }
    }
    return nil
  }
}
