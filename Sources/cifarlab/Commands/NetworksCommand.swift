import Experiments
import Files
import Kernels
import Networks
import Screen

/// `networks`: what NET can stand for, with sizes and costs, and which of the user's files cannot be read.
enum NetworksCommand {
  static let command = Command(
    "networks", "what NET stands for: the lab's networks and your own, with parameters and multiply-adds",
    details: [
      "Your own are files of network text that end in \(NetworkLibrary.ending), in the folder networks of the settings",
      "and beside the data that CIFARLAB_DATA names; any other such file is named by its path.",
    ],
    options: [Options.size, Options.json]
  ) { arguments, console in
    try arguments.refuseOperands()
    let image = try arguments[Options.size] ?? 32
    let library = NetworkNames.library
    let rows =
      Architectures.all.map { Row($0, path: nil, size: image) }
      + library.entries.map { entry in
        switch entry.content {
        case .success(let architecture): Row(architecture, path: entry.path, size: image)
        case .failure(let problem): Row(broken: entry, problem)
        }
      }
    if arguments.has(Options.json) {
      for row in rows { try console.write(row.json) }
    } else {
      try console.write(text(rows, library))
    }
    return rows.contains { $0.problem != nil && $0.path != nil } ? .fileProblem : .done
  }

  /// One network.
  private struct Row {
    let name: String
    let path: String?
    let about: String
    var layers: [LayerSpec]?
    var problem: String?

    init(_ architecture: any Architecture, path: String?, size: Int) {
      name = architecture.name
      self.path = path
      about = architecture.explanation
      let image = MapShape(3, size, size)
      do {
        layers = try architecture.specs(architecture.widths(image: image, classes: 10), image: image, classes: 10)
      } catch {
        problem = "\(error)"
      }
    }

    init(broken entry: NetworkLibrary.Entry, _ error: FileProblem) {
      name = entry.name
      path = entry.path
      about = ""
      problem = error.remedy.map { "\(error.reason); \($0)" } ?? error.reason
    }

    var json: JSON {
      [
        "event": "network", "network": .string(name), "file": path.map { .string($0) } ?? .null,
        "about": .string(about), "parameters": layers.map { .int($0.parameterCount) } ?? .null,
        "macs": layers.map { .int($0.macs) } ?? .null, "problem": problem.map { .string($0) } ?? .null,
      ]
    }
  }

  private static func text(_ rows: [Row], _ library: NetworkLibrary) -> String {
    var table = TextTable([("network", .left), ("parameters", .right), ("MACs", .right), ("", .left)])
    for row in rows {
      let remark = [row.path, row.problem ?? (row.path == nil ? row.about : nil)].compactMap(\.self)
      table.add([
        row.name, row.layers.map { Figures.grouped($0.parameterCount) } ?? "–",
        row.layers.map { Figures.prefixed(Double($0.macs)) } ?? "–", remark.joined(separator: ": "),
      ])
    }
    let own = library.folders.isEmpty ? "" : "Your own are looked for in \(library.folders.joined(separator: ", ")).\n"
    return "\(table.text)\nMACs: multiply-adds of one image's forward pass.\n\(own.printableLines)"
  }
}
