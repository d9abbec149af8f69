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
  private static let clear = Option.flag("clear", "remove all of it")

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
    let folder = DataEnvironment.current().cacheDirectory
    let files = try CachedFile.all(in: folder)
    guard let limit = arguments.has(clear) ? 0 : limit else {
      try report(files, in: folder, asJSON: arguments.has(Options.json), console)
      return .done
    }
    let surplus = CachedFile.surplus(files, limit: limit)
    for file in surplus { try file.remove() }
    let freed = surplus.reduce(0) { $0 + $1.bytes }
    let left = files.reduce(0) { $0 + $1.bytes } - freed
    if arguments.has(Options.json) {
      try console.write([
        "event": "cache", "folder": .string(folder), "removed": .int(surplus.count), "freed": .int(freed),
        "bytes": .int(left),
      ])
    } else {
      try console.write(
        "\(Figures.grouped(surplus.count)) files removed, \(Figures.bytes(freed)); \(Figures.bytes(left)) are left\n")
    }
    return .done
  }

  private static func report(_ files: [CachedFile], in folder: String, asJSON: Bool, _ console: Console) throws {
    let bytes = files.reduce(0) { $0 + $1.bytes }
    guard !asJSON else {
      let list = files.map { file -> JSON in
        ["file": .string(file.name), "bytes": .int(file.bytes), "used": .number(file.used)]
      }
      try console.write([
        "event": "cache", "folder": .string(folder), "bytes": .int(bytes), "files": .array(list),
      ])
      return
    }
    var table = TextTable([("file", .left), ("size", .right), ("last used", .left)])
    let format = Date.FormatStyle(date: .numeric, time: .shortened, locale: Locale(identifier: "sv_SE"))
    for file in files {
      table.add([file.name, Figures.bytes(file.bytes), Date(timeIntervalSince1970: file.used).formatted(format)])
    }
    table.add(["total", Figures.bytes(bytes), ""])
    try console.write("\(folder)\n\n\(table.text)")
  }
}

/// A file of the cache's folder, or of a folder in it.
private struct CachedFile {
  let path: String
  /// The path below the cache's folder.
  let name: String
  let bytes: Int
  /// Seconds since 1970.
  let used: Double

  /// All of them, the last used first; none where there is no such folder.
  static func all(in folder: String) throws(FileProblem) -> [CachedFile] {
    guard FileKind(of: folder) != nil else { return [] }
    guard let names = FileManager.default.enumerator(atPath: folder) else {
      throw FileProblem(path: folder, reason: "cannot be listed")
    }
    var files: [CachedFile] = []
    // What another process is writing now has a hidden name.
    for case let name as String in names where !(name as NSString).lastPathComponent.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      let used = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
      files.append(CachedFile(path: path, name: name, bytes: Int(status.st_size), used: used))
    }
    return files.sorted { ($0.used, $0.name) > ($1.used, $1.name) }
  }

  /// Those that were not used for the longest time, so that the others are of at most `limit` bytes.
  static func surplus(_ files: [CachedFile], limit: Int) -> [CachedFile] {
    var room = limit
    var surplus: [CachedFile] = []
    for file in files {
      if surplus.isEmpty, file.bytes <= room { room -= file.bytes } else { surplus.append(file) }
    }
    return surplus
  }

  func remove() throws(FileProblem) {
    guard unlink(path) == 0 || errno == ENOENT else {
      throw FileProblem(path: path, reason: String(cString: strerror(errno)))
    }
  }
}
