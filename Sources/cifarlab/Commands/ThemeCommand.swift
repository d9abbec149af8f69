import Foundation
import Lab
import Screen

/// `theme check FILE`: missing roles, and colours with too little contrast.
enum ThemeCommand {
  static let check = Command(
    "theme check", operands: "FILE", "what a theme lacks or shows too faintly", options: [Options.json]
  ) { arguments, console in
    let path = try arguments.onlyOperand("FILE")
    let problems = Theme.check(try ThemeLibrary.read(URL(fileURLWithPath: path)), roles: Role.lab)
    if arguments.has(Options.json) {
      try console.write([
        "event": "theme", "file": .string(path), "problems": .strings(problems.map(\.description)),
      ])
    } else {
      for problem in problems { try console.write("\(path): \(problem)\n") }
      if problems.isEmpty { try console.write("\(path): nothing is missing or too faint\n") }
    }
    return problems.isEmpty ? .done : .fileProblem
  }
}
