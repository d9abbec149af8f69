import Experiments

extension RunsCommands {
  /// `runs name RUN [LABEL]`: gives a run a name, tags and a note, or shows them.
  static let name = Command(
    "runs name", operands: "RUN [LABEL]", "give a run a name, tags and a note; without LABEL show them",
    details: [
      "LABEL is one word for the shell, '\(RunLabel.usage)', each part of which may be left out; '' takes them all away.",
      "They stand in the run's run.json. The name can be used as RUN; 'runs --filter' looks for them, too.",
    ], options: [Options.runs, Options.json]
  ) { arguments, console in
    guard let word = arguments.operands.first, arguments.operands.count <= 2 else {
      throw UsageError("RUN and one LABEL are wanted", remedy: "write runs name RUN '\(RunLabel.usage)'")
    }
    let store = try arguments.storeToRead()
    let name = try store.resolve(word)
    if arguments.operands.count > 1 {
      let text = arguments.operands[1]
      let label: RunLabel
      do throws(InvalidValue) { label = try RunLabel(parsing: text) } catch {
        throw UsageError("LABEL '\(text)': \(error.reason)")
      }
      try store.label(name, label)
    }
    let listing = try store.find(name)
    _ = try listing.readDocument()
    if arguments.has(Options.json) {
      try console.write(.object(json(listing)))
    } else {
      try console.write("\(listing.name): \(listing.label.isEmpty ? "no label" : listing.label.line)\n")
    }
    return .done
  }
}
