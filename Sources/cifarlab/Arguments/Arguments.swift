import Experiments

/// Operands and options of a command line, after the command's own words.
struct Arguments: Equatable, Sendable {
  private(set) var operands: [String] = []
  private var texts: [String: [String]] = [:]

  /// Parses `words` into operands and the command's options. `--name value` and `--name=value` are equivalent;
  /// everything after a lone `--` is an operand. Only options in `repeatable` may be repeated. All values are checked
  /// here, before anything is done.
  init(_ words: [String], options: [any AnyOption], repeatable: Set<String> = []) throws(UsageError) {
    var rest = words[...]
    var given: Set<String> = []
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        return
      }
      guard word.hasPrefix("--") else {
        guard !Self.looksLikeOption(word) else { throw UsageError.shortOption(word) }
        operands.append(word)
        continue
      }
      let body = word.dropFirst(2)
      let equals = body.firstIndex(of: "=")
      let name = String(body[..<(equals ?? body.endIndex)])
      guard let option = options.first(where: { $0.isCalled(name) }) else {
        throw UsageError.unknownOption(name, known: options.map(\.name))
      }
      let attached = equals.map { String(body[body.index(after: $0)...]) }
      let text = try Self.text(of: option, attached: attached, rest: &rest)
      guard given.insert(name).inserted || repeatable.contains(name) else {
        throw UsageError("--\(name) is given twice", remedy: "leave one of them out")
      }
      let said = option.saying(text, by: name)
      do throws(InvalidValue) { try option.check(said) } catch { throw Self.refused(name, text, error) }
      texts[option.name, default: []].append(said)
    }
  }

  private static func refused(_ name: String, _ text: String, _ error: InvalidValue) -> UsageError {
    UsageError("--\(name) '\(text)': \(error.reason)" + (error.pointer.map { "\n" + $0 } ?? ""))
  }

  private static func looksLikeOption(_ word: String) -> Bool {
    word.count > 1 && word.hasPrefix("-") && Double(word) == nil
  }

  private static func text(
    of option: any AnyOption, attached: String?, rest: inout ArraySlice<String>
  ) throws(UsageError) -> String {
    switch (option.form, attached) {
    case (.flag, nil), (.flagOrWord, nil): return ""
    case (.flag, _?): throw UsageError("--\(option.name) takes no value", remedy: "write --\(option.name) alone")
    case (.flagOrWord(let words), let word?):
      guard words.contains(word) else {
        throw UsageError(
          "--\(option.name)=\(word) is not known",
          remedy: "write --\(option.name) or --\(option.name)=\(words.joined(separator: "|"))")
      }
      return word
    case (.value, let text?): return text
    case (.value(let placeholder), nil):
      guard let text = rest.popFirst() else {
        throw UsageError("--\(option.name) lacks its value", remedy: "write --\(option.name) \(placeholder)")
      }
      return text
    }
  }

  func has(_ option: some AnyOption) -> Bool { texts[option.name] != nil }

  /// The option's value; nil: not given.
  subscript<Value>(_ option: Option<Value>) -> Value? {
    get throws(UsageError) { try all(option).last }
  }

  /// All values of a repeatable option, in the order given.
  func all<Value>(_ option: Option<Value>) throws(UsageError) -> [Value] {
    var values: [Value] = []
    for text in texts[option.name] ?? [] {
      do {
        values.append(try option.parse(text))
      } catch {
        throw Self.refused(option.name, text, error)
      }
    }
    return values
  }

  /// Sets a field of a recipe from its option, if given.
  func take(_ field: RecipeField, into recipe: inout Recipe) throws(UsageError) {
    guard let name = field.optionUsage, let given = texts[name] else { return }
    for text in field.isFamily ? given : [given.joined(separator: ";")] {
      do {
        try field.setByOption(&recipe, text)
      } catch {
        throw Self.refused(name, text, error)
      }
    }
  }

  /// The only operand; throws if there are more or none.
  func onlyOperand(_ name: String) throws(UsageError) -> String {
    guard let operand = try optionalOperand(name) else {
      throw UsageError("\(name) is missing", remedy: "see --help")
    }
    return operand
  }

  /// The only operand; nil if left out.
  func optionalOperand(_ name: String) throws(UsageError) -> String? {
    guard operands.count <= 1 else {
      throw UsageError("'\(operands[1])' is one operand too many", remedy: "only \(name) is taken")
    }
    return operands.first
  }

  /// For commands without operands.
  func refuseOperands() throws(UsageError) {
    if let operand = operands.first { throw UsageError("'\(operand)' has no place here", remedy: "see --help") }
  }
}
