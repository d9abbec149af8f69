import Files
import Foundation
import ImageData
import Networks

/// The networks that a name can stand for: those of the lab, and files of text, among them the user's own in a folder of
/// the settings and beside the data.
package struct NetworkLibrary: Sendable {
  /// What a file's name ends with.
  package static let ending = ".net"
  /// Further files in a folder are ignored.
  private static let mostFiles = 200

  /// Where the user's own are looked for.
  package let folders: [String]

  package init(folders: [String]) { self.folders = folders }

  /// The user's, by the variables of the process.
  package init(environment: [String: String]) {
    var folders: [String] = []
    if let configuration = UserFolders.configuration(environment) { folders.append(configuration + "/networks") }
    if let data = environment[DataPlaces.variable], data.contains("/") {
      folders.append(URL(fileURLWithPath: data).deletingLastPathComponent().path)
    }
    self.folders = folders
  }

  /// Where the lab saves a network; nil: there is no home.
  package var ownFolder: String? { folders.first }

  /// A file of the user's, and what is in it.
  package struct Entry: Sendable {
    package let path: String
    package let content: Result<TextArchitecture, FileProblem>

    /// The name of the network, or that of the file where it cannot be read.
    package var name: String {
      switch content {
      case .success(let architecture): architecture.name
      case .failure: NetworkLibrary.stem(of: path)
      }
    }
  }

  /// The user's own, folder by folder, each by its file's name.
  package var entries: [Entry] {
    folders.flatMap { folder -> [Entry] in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.filter { $0.hasSuffix(Self.ending) }.sorted().prefix(Self.mostFiles).map { name in
        let path = folder + "/" + name
        return Entry(path: path, content: Result { () throws(FileProblem) in try Self.read(path) })
      }
    }
  }

  /// The network of that name, in any case: one of the lab's, one of the user's, or the file at that path.
  package func find(_ name: String) throws -> (architecture: any Architecture, file: String?) {
    if let found = Architectures.all.first(where: { $0.name.lowercased() == name.lowercased() }) { return (found, nil) }
    if name.contains("/") || name.hasSuffix(Self.ending) || FileKind(of: name) == .regular {
      return (try Self.read(name), name)
    }
    let own = entries.filter { [$0.name, Self.stem(of: $0.path)].contains { $0.lowercased() == name.lowercased() } }
    if let entry = own.first { return (try entry.content.get(), entry.path) }
    throw NetworkError.unknownArchitecture(name, known: Architectures.all.map(\.name) + entries.map(\.name))
  }

  /// The network of a file.
  package static func read(_ path: String) throws(FileProblem) -> TextArchitecture {
    let bytes = try FileAccess.read(path, limit: NetworkTextLimits.bytes)
    do throws(NetworkTextError) {
      let text = try NetworkText(bytes: bytes)
      try Recipe.check(text)
      let stem = stem(of: path)
      return TextArchitecture(text, name: NetworkText.isName(stem) ? stem : "Network", origin: path)
    } catch {
      throw FileProblem(path: path, reason: error.problem, remedy: error.remedy)
    }
  }

  private static func stem(of path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }
}
