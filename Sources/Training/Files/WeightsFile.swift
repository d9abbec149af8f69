import Files
import Networks

/// Weights files on disk.
package enum WeightsFile {
  /// In bytes, far above any network of the lab.
  private static let limit = 2_000_000_000

  /// The kind of batch statistics that a file's network evaluates with; nil: the file does not say it.
  package static func batchStatistics(_ path: String) -> NetworkOptions.BatchNormStatistics? {
    (try? Safetensors(bytes: FileAccess.read(path, limit: limit)))?.batchStatistics
  }

  /// Reads weights into a network and returns notices; an error names the file and what does not fit. Of a file that
  /// does not say which kind of batch statistics it evaluates with, `kind` does.
  package static func load(
    _ path: String, into network: Network, needsStatistics: Bool, keepsHead: Bool = false,
    kind: NetworkOptions.BatchNormStatistics? = nil
  ) throws(FileProblem) -> [String] {
    let bytes = try FileAccess.read(path, limit: limit)
    do {
      let prefix = try network.load(
        Safetensors(bytes: bytes), needsStatistics: needsStatistics, keepsHead: keepsHead, kind: kind)
      return prefix.isEmpty ? [] : ["\(path.printable): '\(prefix)' is taken off all names"]
    } catch let error as any UserFacingError {
      throw FileProblem(path: path, reason: error.problem, remedy: error.remedy)
    } catch {
      throw FileProblem(path: path, reason: "\(error)")
    }
  }
}
