import Foundation
import Kernels
import Synchronization

/// What an earlier revision computed and printed, kept in files beside the tests.
///
/// `CIFARLAB_RECORD_PINS=1 swift test --filter Pins` writes them again, for the registers of the build
/// (`CIFARLAB_MARCH`); look at the difference before it is kept.
package enum Recorded {
  fileprivate static let isRecording = ProcessInfo.processInfo.environment["CIFARLAB_RECORD_PINS"] != nil

  /// The text of a file, which when recording first becomes `now`.
  package static func text(_ path: String, now: String) throws -> String {
    if isRecording {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(now.utf8).write(to: URL(fileURLWithPath: path))
    }
    return try String(contentsOfFile: path, encoding: .utf8)
  }
}

/// Digests by name, one a line, in a file for each width of vector registers.
///
/// With 128 bits, multiply and add are two instructions and not one, which changes the last digits of all figures; between
/// 256 and 512 only what packed weights take differs. Nothing else of `-march` matters.
package final class RecordedDigests: Sendable {
  private static let heading = """
    # What revision 476fbc7 computes with vector registers of \(KernelBuild.vectorBits) bits.
    # Written by CIFARLAB_RECORD_PINS=1 swift test --filter Pins

    """

  private let path: String
  private let digests: Mutex<[String: String]>

  /// The digests in `folder` for the registers of this build.
  package init(folder: String) {
    path = folder + "/digests-\(KernelBuild.vectorBits).txt"
    let lines = ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
    let pairs = lines.filter { !$0.hasPrefix("#") }.compactMap { line in
      line.firstRange(of: ": ").map { (String(line[..<$0.lowerBound]), String(line[$0.upperBound...])) }
    }
    digests = Mutex(Dictionary(pairs) { _, last in last })
  }

  /// The digest of that name, which when recording first becomes `now`.
  package func digest(_ name: String, now: String) throws -> String? {
    try digests.withLock { digests in
      if Recorded.isRecording {
        digests[name] = now
        let lines = digests.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }
        try Data((Self.heading + lines.joined()).utf8).write(to: URL(fileURLWithPath: path))
      }
      return digests[name]
    }
  }
}
