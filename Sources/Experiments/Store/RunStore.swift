import Files
import Foundation
import Training

/// The folder of all runs. There is no index: listing reads the run folders.
package struct RunStore: Sendable {
  package let root: String

  /// `root` need not exist yet.
  package init(root: String = "runs") { self.root = root }

  package func folder(_ name: String) -> String { root + "/" + name }

  /// All folders by name, including those that are no runs.
  package func list() -> [RunListing] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.filter { !$0.hasPrefix(".") && isFolder(folder($0)) }.sorted().map(listing)
  }

  /// Finds a run in any state, by name or by the path of its folder.
  package func find(_ name: String) throws(RunFolderError) -> RunListing {
    let url = URL(fileURLWithPath: name)
    if isFolder(folder(name)), !name.isEmpty { return listing(name) }
    if isFolder(name) {
      return RunStore(root: url.deletingLastPathComponent().path).listing(url.lastPathComponent)
    }
    throw .unknown(name)
  }

  /// Deletes a run; throws if it is being written.
  package func delete(_ name: String) throws {
    let listing = try find(name)
    guard case .run = listing.content else { throw RunFolderError.unknown(name) }
    guard let lock = try RunFiles.lock(listing.folder) else { throw RunFolderError.inUse(name) }
    try withExtendedLifetime(lock) { try FileManager.default.removeItem(atPath: listing.folder) }
  }

  /// Creates and locks the folder of a new run; a name that is taken gets `-2`, `-3`, ….
  func create(_ document: RunDocument, timeZone: TimeZone = .current) throws(FileProblem) -> (
    name: String, lock: FileLock
  ) {
    let base = RunStore.name(for: document, timeZone: timeZone)
    try FileAccess.makeFolder(root)
    var name = base
    var number = 1
    while true {
      if mkdir(folder(name), 0o777) == 0 { break }
      guard errno == EEXIST, number < 10_000 else {
        throw FileProblem(path: folder(name), reason: String(cString: strerror(errno)))
      }
      number += 1
      name = "\(base)-\(number)"
    }
    try FileAccess.synchronizeFolder(of: folder(name))
    guard let lock = try RunFiles.lock(folder(name)) else {
      throw FileProblem(path: folder(name), reason: "another process took the new folder")
    }
    return (name, lock)
  }

  /// `<date>-<time>-<network>-<seed>`.
  static func name(for document: RunDocument, timeZone: TimeZone) -> String {
    let (day, time) = dateParts(document.created, timeZone: timeZone)
    // The star of an edited network would be one for shells, too.
    let network = document.recipe.network.filter { $0 != "*" }
    return "\(day.joined())-\(time.joined())-\(network)-\(document.recipe.seed)"
  }

  /// `2026-11-23 14:32:07`.
  package static func dateText(_ seconds: Double, timeZone: TimeZone = .current) -> String {
    let (day, time) = dateParts(seconds, timeZone: timeZone)
    return "\(day.joined(separator: "-")) \(time.joined(separator: ":"))"
  }

  /// Year, month and day; hours, minutes and seconds.
  private static func dateParts(_ seconds: Double, timeZone: TimeZone) -> (day: [String], time: [String]) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    let date = Date(timeIntervalSince1970: seconds)
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    func padded(_ value: Int?, _ digits: Int) -> String {
      let text = "\(value ?? 0)"
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    return (
      [padded(parts.year, 4), padded(parts.month, 2), padded(parts.day, 2)],
      [padded(parts.hour, 2), padded(parts.minute, 2), padded(parts.second, 2)]
    )
  }

  func isFolder(_ path: String) -> Bool {
    var isDirectory = ObjCBool(false)
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }

  private func listing(_ name: String) -> RunListing {
    let folder = folder(name)
    let path = folder + "/run.json"
    let content: RunListing.Content
    if FileManager.default.fileExists(atPath: path) {
      do {
        content = .run(try RunDocument(json: FileAccess.read(path, limit: Recipe.fileLimit)))
      } catch {
        content = .damaged("run.json: \(error)")
      }
    } else {
      content = .foreign
    }
    return RunListing(name: name, folder: folder, content: content, isLive: RunFiles.isLocked(folder))
  }
}

package struct RunListing: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    case run(RunDocument)
    /// `run.json` cannot be read, and why.
    case damaged(String)
    /// There is no `run.json`.
    case foreign
  }

  package let name: String
  package let folder: String
  package let content: Content
  /// Whether a process is writing it.
  package let isLive: Bool

  /// nil where `run.json` cannot be read.
  package var document: RunDocument? {
    if case .run(let document) = content { document } else { nil }
  }

  /// The state of a run as far as its folder tells.
  package enum Status: String, Sendable {
    case completed, stopped, diverged, running
    /// Its document says `running`, but no process writes it.
    case interrupted
    case damaged, foreign
  }

  package var status: Status {
    switch content {
    case .damaged: return .damaged
    case .foreign: return .foreign
    case .run(let document):
      if isLive { return .running }
      switch document.status {
      case .running: return .interrupted
      case .stopped: return .stopped
      case .completed: return .completed
      case .diverged: return .diverged
      }
    }
  }

  package func weightsPath(best: Bool) -> String { folder + (best ? "/best.safetensors" : "/weights.safetensors") }
}
