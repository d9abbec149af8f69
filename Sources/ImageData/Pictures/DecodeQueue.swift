import Foundation
import Synchronization

/// Decodes pictures on all cores while their files are still being read. Given up half-way, it ends with the last group
/// that is under way.
final class DecodeQueue: Sendable {
  /// What became of one file.
  struct Decoded: Sendable {
    /// Where its image stands in the group's pixels, counted in images.
    let place: Int
    let sides: PictureSides
  }

  /// What became of one group of files.
  struct Group: Sendable {
    /// The decoded images one after the other, those that failed left out.
    let pixels: [UInt8]
    /// For each file, its image, or why there is none.
    let outcomes: [Result<Decoded, ImageCodec.Failure>]
    /// The first half of the SHA-256 of each file.
    let digests: [UInt128]
  }

  /// Files in one group: enough to be worth a thread's turn.
  static let groupCount = 128
  /// Bytes of files after which a group is full.
  static let groupBytes = 4 << 20

  private let options: ReadOptions
  private let limits: DataLimits
  private let groups = Mutex<[Int: Group]>([:])
  private let pending = DispatchGroup()
  private let room: DispatchSemaphore

  /// Makes images as `options` say.
  init(_ options: ReadOptions, limits: DataLimits) {
    self.options = options
    self.limits = limits
    room = DispatchSemaphore(value: 2 * ProcessInfo.processInfo.activeProcessorCount)
  }

  /// Decodes a group some time soon; waits while too many are under way. Groups are told apart by `index`.
  func add(_ files: [[UInt8]], index: Int) {
    room.wait()
    let (options, limits) = (options, limits)
    DispatchQueue.global().async(group: pending) { [self] in
      let group = Self.decode(files, options, limits)
      groups.withLock { $0[index] = group }
      room.signal()
    }
  }

  private static func decode(_ files: [[UInt8]], _ options: ReadOptions, _ limits: DataLimits) -> Group {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(files.count * 3 * options.size * options.size)
    var images = 0
    let outcomes = files.map { file -> Result<Decoded, ImageCodec.Failure> in
      do throws(ImageCodec.Failure) {
        let image = try ImageCodec.decode(file, options: options, limits: limits)
        pixels.append(contentsOf: image.pixels)
        images += 1
        return .success(Decoded(place: images - 1, sides: image.sides))
      } catch {
        return .failure(error)
      }
    }
    return Group(pixels: pixels, outcomes: outcomes, digests: files.map { SHA256.half($0.span.bytes) })
  }

  /// All groups in the order of their index, when the last is done.
  func finish() -> [Group] {
    pending.wait()
    return groups.withLock { groups in
      defer { groups = [:] }
      return groups.sorted { $0.key < $1.key }.map(\.value)
    }
  }
}
