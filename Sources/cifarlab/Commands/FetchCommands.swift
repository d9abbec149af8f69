import Experiments
import Files
import Foundation
import ImageData
import Screen
import Training

/// `data fetch cifar10` and `data pack SRC OUT`: downloading a set, and writing one.
enum FetchCommands {
  static let fetch = Command(
    "data fetch", operands: "cifar10", "download the official archive, checked by its SHA-256",
    details: ["An interrupted download goes on where it stopped."], options: [Options.json, Options.quiet]
  ) { arguments, console in
    let console = console.quiet(arguments.has(Options.quiet))
    let name = try arguments.onlyOperand("cifar10")
    guard name.lowercased() == "cifar10" else {
      throw UsageError("'\(name)' cannot be fetched", remedy: "write cifarlab data fetch cifar10")
    }
    let control = TrainingControl()
    let interruption = Interruption(control)
    defer { interruption.end() }
    let path: String
    do throws(FetchError) {
      path = try Fetch.cifar10(.current()).run(
        progress: { console.progress(bar($0)) }, isCancelled: { control.request == .stop })
    } catch .cancelled(let received) {
      console.progress("")
      console.message("cifarlab: \(FetchError.cancelled(received: received))")
      return .interrupted
    }
    console.progress("")
    try console.write(
      arguments.has(Options.json)
        ? JSON(dictionaryLiteral: ("event", "fetched"), ("path", .string(path))).line + "\n" : "\(path)\n")
    return .done
  }

  private static func bar(_ progress: FetchProgress) -> String {
    let share = Double(progress.received) / Double(max(progress.expected, 1))
    let filled = Int(share * 30)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: max(0, 30 - filled))
    return
      "[\(bar)] \(Figures.bytes(progress.received, decimals: 1)) of \(Figures.bytes(progress.expected, decimals: 1))"
  }

  /// The layout holds images of one size only.
  private static let packed = RecipeCommand.images.filter { $0 != .size }

  static let pack = Command(
    "data pack", operands: "SRC OUT", "write a set in CIFAR-10's binary layout",
    details: ["OUT holds the training and the validation images; a test part is left out."],
    options: Options.of(packed) + [Options.json, Options.quiet]
  ) { arguments, console in
    let console = console.quiet(arguments.has(Options.quiet))
    guard arguments.operands.count == 2 else {
      throw UsageError("SRC and OUT are wanted", remedy: "as in: cifarlab data pack images/ cifar-10-batches-bin")
    }
    let data = try Inputs.data(arguments.operands[0], try arguments.settings(packed).reading, console)
    let folder = arguments.operands[1]
    try DataPacker.writeBinary(data, to: folder)
    if arguments.has(Options.json) {
      try console.write([
        "event": "packed", "folder": .string(folder), "train_images": .int(data.train.count),
        "valid_images": .int(data.valid.count), "fingerprint": .string(data.fingerprint),
      ])
    } else {
      try console.write(
        "\(folder): \(Figures.grouped(data.train.count)) + \(Figures.grouped(data.valid.count)) images\n")
    }
    return .done
  }
}
