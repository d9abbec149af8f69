import Foundation
import Kernels

/// Files with something wrong: changed bits, numbers, order or length. The same seed gives the same cases.
package struct Mutator {
  private var generator: SeededGenerator

  /// How many cases a test tries: the usual number, or what `CIFARLAB_FUZZ` asks for.
  package static func cases(_ usual: Int) -> Int {
    ProcessInfo.processInfo.environment["CIFARLAB_FUZZ"].flatMap { Int($0) } ?? usual
  }

  /// The cases that belong to a seed.
  package init(seed: UInt64) { generator = SeededGenerator(seed: 0x66757a7a, seed) }

  /// A number from 0 up to, but not, `bound`; 0 where there is none.
  package mutating func below(_ bound: Int) -> Int { Int(generator.next() % UInt64(max(bound, 1))) }

  /// One of the examples with one to six things wrong.
  package mutating func next(of examples: [[UInt8]]) -> [UInt8] {
    var bytes = examples[below(examples.count)]
    for _ in 0...below(6) { change(&bytes, examples) }
    return bytes
  }

  /// One of the examples, changed as a file would be, or up to twelve of the pieces one after the other.
  package mutating func text(of examples: [String], pieces: [String]) -> String {
    if below(2) == 0 { return String(decoding: next(of: examples.map { Array($0.utf8) }), as: UTF8.self) }
    return (0..<below(13)).map { _ in pieces[below(pieces.count)] }.joined()
  }

  private mutating func change(_ bytes: inout [UInt8], _ examples: [[UInt8]]) {
    guard !bytes.isEmpty else {
      bytes = (0..<below(40)).map { _ in UInt8(below(256)) }
      return
    }
    let at = place(bytes.count)
    switch below(8) {
    case 0: bytes[at] ^= 1 << UInt8(below(8))
    case 1: bytes[at] = UInt8(below(256))
    case 2:
      let extremes: [UInt8] = [0, 1, 0x7f, 0x80, 0xfe, 0xff]
      for i in at..<min(at + [1, 2, 4, 8][below(4)], bytes.count) { bytes[i] = extremes[below(6)] }
    case 3: bytes.removeLast(bytes.count - at)
    case 4: bytes.removeSubrange(at..<min(at + 1 + below(64), bytes.count))
    case 5: bytes.insert(contentsOf: (0...below(16)).map { _ in UInt8(below(256)) }, at: at)
    case 6: bytes.insert(contentsOf: bytes[at..<min(at + 1 + below(200), bytes.count)], at: place(bytes.count))
    default:
      let other = examples[below(examples.count)]
      let from = place(max(other.count, 1))
      bytes.replaceSubrange(at..., with: other.dropFirst(from))
    }
  }

  /// Headers are where it hurts: every other place is among the first hundred bytes.
  private mutating func place(_ count: Int) -> Int { below(2) == 0 ? below(min(count, 100)) : below(count) }
}

extension Mutator {
  /// Puts a case where its parser looks for a file.
  ///
  /// Foundation flushes what it writes to the disk, and ext4 what is overwritten: that would take nearly all the time.
  package static func write(_ bytes: [UInt8], to path: String) throws {
    unlink(path)
    guard let file = fopen(path, "wx") else { throw CocoaError(.fileWriteUnknown) }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else { throw CocoaError(.fileWriteUnknown) }
  }
}
