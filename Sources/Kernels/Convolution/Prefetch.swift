import CMachine

/// Cache lines that will be read a little later, prefetched one by one between the products.
///
/// A core waits for some two dozen lines at a time: asked for all at once, they stop it as long as if it had not asked.
struct Prefetch {
  private var at: UnsafePointer<Lanes>
  /// Lines that are left of this channel, and how many each one has.
  private var left: Int
  private let lines: Int
  private var channels: Int
  private let channelStride: Int

  /// `lines` from `start` on of each of `channels` channels.
  init(_ start: UnsafePointer<Lanes>, lines: Int, channels: Int, channelStride: Int) {
    at = start
    left = lines
    self.lines = lines
    self.channels = channels
    self.channelStride = channelStride
  }

  /// Prefetches nothing.
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
