import Files
import Foundation

extension Recipe {
  /// The arguments of `cifarlab` by which `command` does what this recipe says: its name, the network, and those of
  /// `fields` that are not the default.
  package func arguments(_ command: String = "train", _ fields: [RecipeField] = RecipeCommand.train) -> [String] {
    let standard = Recipe(network: network)
    return [command, network] + fields.flatMap { $0.arguments(in: self, unlike: standard) }
  }

  /// The whole command, quoted for a shell, with `extra` at its end. Where the options cannot say all, a remark does.
  package func commandLine(
    _ command: String = "train", _ fields: [RecipeField] = RecipeCommand.train, extra: [String] = []
  ) -> String {
    let line = ShellQuoting.line(["cifarlab"] + arguments(command, fields) + extra)
    let unsaid = RecipeField.all.filter { $0.option == nil && $0.place == .carried && $0.text(self) != nil }
    guard !unsaid.isEmpty else { return line }
    return line + "  # without \(unsaid.map(\.title).joined(separator: " and ")): train --recipe RUN/run.json has them"
  }
}

extension RecipeField {
  /// The words by which the option says the value of `recipe`; none where it is that of `standard`.
  fileprivate func arguments(in recipe: Recipe, unlike standard: Recipe) -> [String] {
    guard let option, let text = text(recipe), isAlwaysSaid || text != self.text(standard) else { return [] }
    let name = "--" + option
    switch form {
    case .flag: return [name]
    case .choice, .value:
      guard isRepeatable else { return [name, text] }
      return text.split(separator: ";").flatMap { [name, $0.trimmingCharacters(in: .whitespaces)] }
    }
  }
}
