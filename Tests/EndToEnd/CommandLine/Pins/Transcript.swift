import Foundation
import Pinning

/// What a command wrote, without what no repetition can give again.
enum Transcript {
  /// Where the recorded ones are.
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Recorded"

  /// JSON lines with `0` for all times and speeds, `RUN` for a run's name, which is the time of its
  /// beginning, and nothing of the computer's name in that of an event file.
  static func withoutTimes(_ output: String) -> String {
    let figure =
      #/
      "((?:(?:validation|epoch)_)?seconds|seconds_std|images_per_second|created|median_ms|(?:peak_)?gflops
      |epoch_to_steps)":-?[0-9][-+.e0-9]*
      /#
    return output.replacing(figure) { "\"\($0.output.1)\":0" }
      .replacing(/[0-9]{8}-[0-9]{6}-[A-Za-z0-9]+-[0-9]+(-[0-9]+)?/, with: "RUN")
      .replacing(/tfevents\.[^"]*/, with: "tfevents")
  }
}
