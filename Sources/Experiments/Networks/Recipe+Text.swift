import Files
import Networks
import Training

extension Recipe {
  /// The settings that a network's text may say, the fit calls among them.
  private static let ofTexts = (RecipeField.options + [.fits]).filter {
    ![RecipeField.widths, .data, .initialWeights].contains($0)
  }

  /// The recipe of a network, with what its text says of its training.
  package init(of architecture: any Architecture) throws(NetworkTextError) {
    self.init(network: architecture.name)
    use(architecture)
    if let text = architecture.text { try take(text) }
  }

  /// Refuses a text whose recipe says what no recipe can.
  static func check(_ text: NetworkText) throws(NetworkTextError) {
    var recipe = Recipe(network: "")
    try recipe.take(text)
  }

  /// Takes what the text says of the training; its fit calls are the network's own.
  private mutating func take(_ text: NetworkText) throws(NetworkTextError) {
    for setting in text.recipe {
      do throws(InvalidValue) {
        try take(setting)
      } catch {
        let line = (text.lines.firstIndex { if case .recipe = $0.content { true } else { false } } ?? 0) + 1
        throw NetworkTextError(line: line, column: setting.name.column, error.reason)
      }
    }
  }

  private mutating func take(_ setting: NetworkText.Setting) throws(InvalidValue) {
    let name = setting.name.text
    guard let field = Self.ofTexts.first(where: { $0.matches(name) }) else {
      let known = Self.ofTexts.compactMap(\.optionUsage)
      let suggestion = nearest(to: name, in: known).map { "did you mean \($0)?" }
      throw InvalidValue(
        "a recipe has no '\(name)'; \(suggestion ?? "there are \(known.joined(separator: ", "))")")
    }
    guard field != .fits else {
      var calls = Recipe(network: "")
      return try field.set(&calls, to: setting.value)
    }
    try field.setByOption(&self, field.saying(setting.value, by: name))
  }
}
