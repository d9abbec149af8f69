import Foundation
import Screen

/// Completes a path that is typed after a command, as a shell does.
struct CompletePath: FileTask {
  /// The whole line, whose last word is the path.
  let line: String
  let path: String

  func run(in runtime: LabRuntime) {
    let (folder, typed) = Self.split(path)
    let place = Self.expanded(folder.isEmpty ? "." : folder, runtime.options.environment)
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).sorted()
      .filter { $0.hasPrefix(typed) && ($0.first != "." || typed.first == ".") }
    let candidates = names.map { name in
      var isFolder = ObjCBool(false)
      let exists = FileManager.default.fileExists(atPath: place + "/" + name, isDirectory: &isFolder)
      return name + (exists && isFolder.boolValue ? "/" : "")
    }
    runtime.mailbox.post(PathCompleted(line: line, typed: typed, candidates: candidates))
  }

  /// The folder with its slash, and what is typed of a name in it.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }

  /// The path with the home folder in place of `~`.
  static func expanded(_ path: String, _ environment: [String: String]) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = environment["HOME"] else { return path }
    return home + path.dropFirst()
  }
}

/// The names that a typed path could go on with.
struct PathCompleted: LabMessage {
  let line: String
  let typed: String
  let candidates: [String]

  func apply(to state: inout LabState) -> [Effect] {
    guard var prompt = state.prompt, prompt.line.text == line else { return [] }
    prompt.offered = candidates.count > 1 ? candidates : []
    if var common = candidates.first {
      while !candidates.allSatisfy({ $0.hasPrefix(common) }) { common.removeLast() }
      if common.count > typed.count { prompt.line.replace(with: line.dropLast(typed.count) + common) }
    }
    prompt.error = candidates.isEmpty ? "nothing begins with '\(typed)'" : nil
    state.overlays[state.overlays.count - 1] = .command(prompt)
    return []
  }
}
