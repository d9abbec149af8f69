import Experiments
import Files
import Foundation
import ImageData
import Screen

/// `cache`: what decoded archives and downloads take, and how to get the space back.
enum CacheCommand {
  private static let limit = Option("limit", "SIZE", "keep the last used files of at most SIZE: 500M, 2G") {
    text throws(InvalidValue) -> Int in
    let units = ["K": 10, "M": 20, "G": 30, "T": 40]
    let shift = text.last.flatMap { units[$0.uppercased()] }
    guard let value = Double(shift == nil ? text : String(text.dropLast())), value >= 0, value < 1e6 || shift == nil,
      value < 1e15
    else { throw InvalidValue("a size is wanted, as in 500M or 2G") }
    return Int(value * Double(1 << (shift ?? 0)))
  }
  private static let clear = Option.flag("clear", "remove all of it, but for what is being written")

  static let command = Command(
    "cache", "what decoded images and downloads take on the disk, and how to get it back",
    details: ["All of it is made or fetched again when it is needed. Nothing of a run is kept there."],
    options: [limit, clear, Options.json]
  ) { arguments, console in
    try arguments.refuseOperands()
    let limit = try arguments[limit]
    guard limit == nil || !arguments.has(clear) else {
      throw UsageError("--limit and --clear exclude each other", remedy: "leave one of them out")
    }
    let folder = CacheFolder(DataEnvironment.current().cacheDirectory)
    guard let limit = arguments.has(clear) ? 0 : limit else {
      try report(folder, asJSON: arguments.has(Options.json), console)
      return .done
    }
    let removal = try folder.shrink(to: limit)
    let left = try folder.entries().reduce(0) { $0 + $1.bytes }
    if arguments.has(Options.json) {
      try console.write([
        "event": "cache", "folder": .string(folder.path), "removed": .int(removal.files), "freed": .int(removal.bytes),
        "bytes": .int(left),
      ])
    } else {
      try console.write(
        "\(Figures.grouped(removal.files)) files removed, \(Figures.bytes(removal.bytes)); "
          + "\(Figures.bytes(left)) are left\n")
    }
    for name in removal.busy { console.message("cifarlab: \(folder.path)/\(name): another process is writing it") }
    return .done
  }

  private static func report(_ folder: CacheFolder, asJSON: Bool, _ console: Console) throws {
    let files = try folder.entries()
    let bytes = files.reduce(0) { $0 + $1.bytes }
    guard !asJSON else {
      let list = files.map { file -> JSON in
        ["file": .string(file.name), "bytes": .int(file.bytes), "used": .number(file.used)]
      }
      try console.write([
        "event": "cache", "folder": .string(folder.path), "bytes": .int(bytes), "files": .array(list),
      ])
      return
    }
    var table = TextTable([("file", .left), ("size", .right), ("last used", .left)])
    let format = Date.FormatStyle(date: .numeric, time: .shortened, locale: Locale(identifier: "sv_SE"))
    for file in files {
      table.add([file.name, Figures.bytes(file.bytes), Date(timeIntervalSince1970: file.used).formatted(format)])
    }
    table.add(["total", Figures.bytes(bytes), ""])
    try console.write("\(folder.path)\n\n\(table.text)")
  }
}
