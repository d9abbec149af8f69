import Files
import Foundation

extension Recipe {
  /// Arguments of `cifarlab` for this recipe: `command`, the network, and those of `fields` that are not at their
  /// default. What a network's text says of its training is spelled out.
  package func arguments(_ command: String = "train", _ fields: [RecipeField] = RecipeCommand.train) -> [String] {
    let plain = Recipe(network: network)
    var (standards, said) = ([plain], self)
    if let own = try? architecture(), own.text?.recipe.isEmpty == false {
      said.fits = knownSchedule
      if let recipe = try? Recipe(of: own) { standards.append(recipe) }
    }
    return [command, networkFile ?? network] + fields.flatMap { $0.arguments(in: said, unlike: standards) }
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
  /// The option and its value; empty where the value is that of each of `standards`.
  fileprivate func arguments(in recipe: Recipe, unlike standards: [Recipe]) -> [String] {
    guard let option else { return [] }
    let name = "--" + option
    guard !isFamily else {
      let (said, others) = (entries(recipe), standards.map(entries))
      let names = Set(said.keys).union(others.flatMap(\.keys)).sorted()
      return names.filter { group in others.contains { $0[group] != said[group] } }
        .flatMap { ["\(name).\($0)", said[$0] ?? clearWord ?? ""] }
    }
    let text = text(recipe)
    guard isAlwaysSaid || standards.contains(where: { text != self.text($0) }), let value = text ?? clearWord else {
      return []
    }
    switch form {
    case .flag(let said): return [said.rawValue == value ? name : "\(name)=off"]
    case .choice, .value:
      guard isRepeatable, text != nil else { return [name, value] }
      return value.split(separator: ";").flatMap { [name, $0.trimmingCharacters(in: .whitespaces)] }
    }
  }
}
