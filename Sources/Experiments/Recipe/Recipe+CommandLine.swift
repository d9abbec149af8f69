import Files
import Foundation

extension Recipe {
  /// Arguments of `cifarlab` for this recipe: `command`, the network, and those of `fields` that are not at their
  /// default.
  package func arguments(_ command: String = "train", _ fields: [RecipeField] = RecipeCommand.train) -> [String] {
    let standard = (try? Recipe(of: architecture())) ?? Recipe(network: network)
    return [command, networkFile ?? network] + fields.flatMap { $0.arguments(in: self, unlike: standard) }
  }

  /// The whole command, quoted for a shell, with `extra` at its end. A remark follows where options cannot express
  /// everything.
  package func commandLine(
    _ command: String = "train", _ fields: [RecipeField] = RecipeCommand.train, extra: [String] = []
  ) -> String {
    let line = ShellQuoting.line(["cifarlab"] + arguments(command, fields) + extra)
    let unsaid = RecipeField.all.filter { $0.option == nil && $0.place == .carried && $0.text(self) != nil }
    let titles = unsaid.map(\.title) + (isTextUnsaid ? [RecipeField.networkText.title] : [])
    guard !titles.isEmpty else { return line }
    return line + "  # without \(titles.joined(separator: " and ")): train --recipe RUN/run.json has them"
  }
}

extension Recipe {
  /// Whether the network is a text that stands in no file and is none of the lab's own.
  private var isTextUnsaid: Bool { networkText != nil && networkFile == nil && networkLabel != network }
}

extension RecipeField {
  /// The option and its value; empty where the value is that of `standard`.
  fileprivate func arguments(in recipe: Recipe, unlike standard: Recipe) -> [String] {
    guard let option, let text = text(recipe), isAlwaysSaid || text != self.text(standard) else { return [] }
    let name = "--" + option
    switch form {
    case .flag: return [name]
    case .value where isFamily:
      return text.split(separator: ",").flatMap { entry in
        let parts = entry.split(separator: "=").map { $0.trimmingCharacters(in: .whitespaces) }
        return ["\(name).\(parts[0])", parts[1]]
      }
    case .choice, .value:
      guard isRepeatable else { return [name, text] }
      return text.split(separator: ";").flatMap { [name, $0.trimmingCharacters(in: .whitespaces)] }
    }
  }
}
