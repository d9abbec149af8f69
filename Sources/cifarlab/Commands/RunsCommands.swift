import Experiments
import Exports
import Files
import Foundation
import Networks
import Screen
import Training

/// `runs list`, `runs show RUN…`, `runs export RUN`.
enum RunsCommands {
  private static let options: [any AnyOption] = [Options.runs, Options.json]

  static let bare = Command("runs", "the same as runs list", options: listOptions + options, run: list)
  static let listing = Command("runs list", "all runs, one a line", options: listOptions + options, run: list)
  static let show = Command(
    "runs show", operands: "RUN…", "one run: recipe, epochs, result; or several side by side",
    options: [Options.ascii] + options
  ) { arguments, console in
    let store = try arguments.storeToRead()
    if arguments.operands.count > 1 {
      return try RunsSideBySide(arguments.operands, in: store).show(
        console, json: arguments.has(Options.json), ascii: arguments.has(Options.ascii))
    }
    let listing = try store.find(try arguments.onlyRun())
    let document = try listing.readDocument()
    for flaw in listing.flaws() { console.message("cifarlab: \(flaw)") }
    if arguments.has(Options.json) {
      var facts = json(listing)
      facts["epochs"] = .array(listing.epochs().map(json))
      facts["recipe"] = try JSON(document.recipe)
      try console.write(.object(facts))
    } else {
      try console.write(text(listing, document))
    }
    return .done
  }

  static let export = Command(
    "runs export", operands: "RUN", "a run for other tools: CSV, TensorBoard events, PNG, ONNX, PyTorch",
    details: [
      "Into --out DIR, by default RUN-export. The images are read again for what the network gets wrong.",
      "model.safetensors has all that using the network takes; model.onnx goes from 8-bit pixels to probabilities;",
      "model.py is the network as a PyTorch class, with the weights beside it. --only model,onnx reads no images.",
    ],
    options: [
      Options.output, Options.onlyForms, Options.data, Options.best, Options.batchStatistics, Options.threads,
      Options.quiet,
    ] + options
  ) { arguments, console in
    let console = console.quiet(arguments.has(Options.quiet))
    let name = try arguments.onlyRun()
    let listing = try arguments.storeToRead().find(name)
    let folder = try arguments[Options.output] ?? "\(listing.name)-export"
    let written: [String]
    let network: Network
    if let forms = try arguments[Options.onlyForms] {
      let model = try Inputs.model(name, arguments, console)
      (written, network) = (try RunExport.write(model, as: forms, to: folder), model.network)
    } else {
      let run = try Inputs.trained(arguments, console)
      network = run.network
      console.progress("looking at every image")
      let insight = try Interpretation(of: run)
      console.progress("")
      written =
        try RunExport.write(listing, to: folder, insight: insight, images: run.data.valid)
        + RunExport.write(
          run.model(accuracy: insight.evaluation.accuracy), as: Set(RunExport.Form.allCases), to: folder)
    }
    let statistics = network.knowsTwoStatistics ? network.options.statistics.rawValue : nil
    if arguments.has(Options.json) {
      var facts: [String: JSON] = [
        "event": "export", "run": .string(listing.name), "folder": .string(folder), "files": .strings(written),
      ]
      facts["bn_stats"] = statistics.map { .string($0) }
      try console.write(.object(facts))
    } else {
      if let statistics, !console.isQuiet {
        console.message("cifarlab: the exported network evaluates with batch statistics of the kind '\(statistics)'")
      }
      for file in written { try console.write("\(folder)/\(file)\n") }
    }
    return .done
  }

  /// Facts of a run that need none of its tables.
  static func json(_ run: RunListing) -> [String: JSON] {
    var facts: [String: JSON] = [
      "event": "run", "run": .string(run.name), "folder": .string(run.folder), "state": .string(run.status.rawValue),
    ]
    if case .damaged(let reason) = run.content { facts["reason"] = .string(reason) }
    guard let document = run.document else { return facts }
    let result = document.result
    if let name = run.label.name { facts["name"] = .string(name) }
    if !run.label.tags.isEmpty { facts["tags"] = .strings(run.label.tags) }
    if let note = run.label.note { facts["note"] = .string(note) }
    facts["network"] = .string(document.recipe.network)
    if let text = document.recipe.networkText { facts["network_digest"] = .string(text.layersDigest) }
    facts["widths"] = .ints(document.recipe.widths ?? [])
    facts["parameters"] = .int(document.parameters)
    facts["seed"] = .unsigned(document.recipe.seed)
    facts["accuracy"] = .figure(result.accuracy)
    facts["valid_loss"] = .figure(result.validLoss)
    facts["train_loss"] = .figure(result.trainLoss)
    facts["best_accuracy"] = .figure(result.best?.accuracy)
    facts["epochs"] = .int(result.epochs)
    facts["steps"] = .int(result.steps)
    facts["seconds"] = .number(result.seconds)
    facts["lr"] = document.recipe.rate.map { .number($0) } ?? .null
    facts["data"] = .string(document.data.name)
    facts["created"] = .number(document.created)
    return facts
  }

  private static func json(_ epoch: EpochRow) -> JSON {
    [
      "epoch": .int(epoch.epoch), "fit": .int(epoch.fit), "lr": .number(epoch.learningRate),
      "train_loss": .number(epoch.trainLoss), "valid_loss": .number(epoch.validLoss),
      "accuracy": .number(epoch.accuracy), "seconds": .number(epoch.seconds),
    ]
  }

  private static func text(_ run: RunListing, _ document: RunDocument) -> String {
    let recipe = document.recipe
    var table = TextTable([
      ("epoch", .right), ("fit", .right), ("lr", .right), ("trn_loss", .right), ("val_loss", .right),
      ("accuracy", .right), ("trn_s", .right),
    ])
    for epoch in run.epochs() {
      table.add([
        "\(ordinal(epoch.epoch))", "\(ordinal(epoch.fit))", Figures.scientific(epoch.learningRate),
        Figures.fixed(epoch.trainLoss, 4),
        Figures.fixed(epoch.validLoss, 4), Figures.percent(epoch.accuracy), Figures.fixed(epoch.seconds, 2),
      ])
    }
    return """
      \(run.name): \(run.status.rawValue)
      \(recipe.networkLabel) \((recipe.widths ?? []).map(String.init).joined(separator: ",")), \
      \(Figures.grouped(document.parameters)) parameters
      \(recipe.fits.map { "fit \($0)" }.joined(separator: " · "))
      batch \(recipe.batchSize), seed \(recipe.seed), \(document.data.name) from \(document.data.source)

      \(table.text)
      """
  }
}
