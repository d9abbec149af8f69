import Files

/// A folder with one folder for each class, into which pictures are sorted. Nothing in it is ever overwritten.
package struct SortedFolder {
  private let root: String
  /// The folders that have been made, by class.
  private var folders: [String: String] = [:]

  /// A folder that is made if need be.
  package init(_ root: String) throws(FileProblem) {
    self.root = root
    try FileAccess.makeFolder(root)
  }

  /// Puts a picture into the folder of its class: a second name of the file at `path` where the file system can, else a
  /// copy. Returns where it stands.
  package mutating func add(_ picture: PredictedPicture, path: String?) throws(FileProblem) -> String? {
    guard let best = picture.best else { return nil }
    let folder = try folder(of: best.name)
    let name = Self.fileName(picture.picture.name)
    for attempt in 1...Self.attempts {
      let target = folder + "/" + (attempt == 1 ? name : Self.numbered(name, attempt))
      if try FileAccess.add(picture.picture.file, linking: path, at: target) { return target }
    }
    throw FileProblem(path: folder, reason: "has \(Self.attempts) files called like \(name)")
  }

  private static let attempts = 100_000

  private mutating func folder(of name: String) throws(FileProblem) -> String {
    if let folder = folders[name] { return folder }
    // Two classes whose names differ only in what a folder cannot be called stay apart.
    var folder = root + "/" + Self.safe(name)
    var number = 2
    while folders.values.contains(folder) {
      folder = root + "/" + Self.safe(name) + "-\(number)"
      number += 1
    }
    try FileAccess.makeFolder(folder)
    folders[name] = folder
    return folder
  }

  /// A name without what leads out of a folder or hides in it: `/`, control bytes, and dots at the front.
  static func safe(_ name: String) -> String {
    let plain = String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { $0 == "/" || $0.value < 32 || (127...159).contains($0.value) ? "_" : $0 }))
    let dots = plain.prefix { $0 == "." }.count
    let safe = String(repeating: "_", count: dots) + plain.dropFirst(dots)
    // A file system takes 255 bytes, and a number may follow.
    var short = safe
    while short.utf8.count > 200 { short.removeLast() }
    return short.isEmpty ? "_" : short
  }

  /// The last part of a path, safe as a name.
  private static func fileName(_ path: String) -> String {
    safe(path.split(separator: "/").last.map(String.init) ?? "picture")
  }

  /// `a.png` as `a-2.png`.
  private static func numbered(_ name: String, _ number: Int) -> String {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "\(name)-\(number)" }
    return "\(name[..<dot])-\(number)\(name[dot...])"
  }
}
