import CMachine

/// Cache lines that will be read a little later, asked for one by one between the products.
///
/// A core waits for some two dozen lines at a time: asked for all at once, they stop it as long as if it had not asked.
struct LinesAhead {
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

  /// Nothing to ask for.
  static func none(_ start: UnsafePointer<Lanes>) -> LinesAhead {
    LinesAhead(start, lines: 0, channels: 0, channelStride: 0)
  }

  /// Asks for the next line, if there is one.
  @inline(__always)
  mutating func ask() {
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
