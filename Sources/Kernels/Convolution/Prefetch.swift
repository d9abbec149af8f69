import CMachine

/// Prefetches cache lines one by one, between the multiply-adds of the loop before the one that reads them.
///
/// A core can have some two dozen lines in flight: to prefetch all at once would stall it as long as
/// to read them without.
struct Prefetch {
  private var at: UnsafePointer<Lanes>
  /// Lines left of the current channel.
  private var left: Int
  private let lines: Int
  private var channels: Int
  private let channelStride: Int

  /// The first `lines` lines from `start` on, in each of `channels` channels.
  init(_ start: UnsafePointer<Lanes>, lines: Int, channels: Int, channelStride: Int) {
    at = start
    left = lines
    self.lines = lines
    self.channels = channels
    self.channelStride = channelStride
  }

  static func none(_ start: UnsafePointer<Lanes>) -> Prefetch {
    Prefetch(start, lines: 0, channels: 0, channelStride: 0)
  }

  /// Prefetches the next line, if there is one.
  @inline(__always)
  mutating func issue() {
    if left > 0 {
      machine_prefetch(at)
      at += 1
      left -= 1
    } else if channels > 1 {
      channels -= 1
      at += channelStride - lines
      left = lines
    }
  }
}
