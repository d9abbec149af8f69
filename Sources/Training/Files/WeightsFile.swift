import Files
import Networks

/// Weights files on disk.
package enum WeightsFile {
  /// The largest one that is read: far above any network of the lab.
  private static let limit = 2_000_000_000

  /// Writes a network's weights and statistics, whole or not at all.
  package static func save(_ network: Network, to path: String) throws(FileProblem) {
    try FileAccess.write(network.weights.bytes, to: path)
  }

  /// Reads weights into a network; an error names the file and what does not fit. Returns what was noticed on the way.
  package static func load(_ path: String, into network: Network, needsStatistics: Bool) throws(FileProblem) -> [String]
  {
    let bytes = try FileAccess.read(path, limit: limit)
    do {
      let prefix = try network.load(Safetensors(bytes: bytes), needsStatistics: needsStatistics)
      return prefix.isEmpty ? [] : ["\(path.printable): '\(prefix)' is taken off all names"]
    } catch let error as any UserFacingError {
      throw FileProblem(path: path, reason: error.problem, remedy: error.remedy)
    } catch {
      throw FileProblem(path: path, reason: "\(error)")
    }
  }
}
