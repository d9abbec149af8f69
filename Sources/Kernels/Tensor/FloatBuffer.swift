/// A fixed run of floats, aligned to the cache line: weights, gradients, momentum.
package final class FloatBuffer: @unchecked Sendable {
  package let count: Int
  let storage: UnsafeMutablePointer<Float>

  /// `count` zeros.
  package init(count: Int) {
    self.count = count
    storage = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
      .bindMemory(to: Float.self, capacity: max(count, 1))
    storage.initialize(repeating: 0, count: count)
  }

  deinit { storage.deallocate() }

  /// One value; checked, so not for inner loops.
  package subscript(index: Int) -> Float {
    get {
      guard index >= 0, index < count else { fatalError("index \(index) is outside a buffer of \(count)") }
      return storage[index]
    }
    set {
      guard index >= 0, index < count else { fatalError("index \(index) is outside a buffer of \(count)") }
      storage[index] = newValue
    }
  }

  /// The same values in memory of their own.
  package func copy() -> FloatBuffer {
    let copy = FloatBuffer(count: count)
    copy.all.copy(from: all)
    return copy
  }

  /// The whole buffer.
  package var all: FloatSlice { FloatSlice(self, 0..<count) }
  /// A part of it that shares its storage.
  package func slice(_ range: Range<Int>) -> FloatSlice { FloatSlice(self, range) }
}

/// A part of a `FloatBuffer`, sharing its storage.
package struct FloatSlice: Sendable {
  package let buffer: FloatBuffer
  package let range: Range<Int>

  init(_ buffer: FloatBuffer, _ range: Range<Int>) {
    guard range.lowerBound >= 0, range.upperBound <= buffer.count else {
      fatalError("\(range) is outside a buffer of \(buffer.count)")
    }
    self.buffer = buffer
    self.range = range
  }

  package var count: Int { range.count }
  var pointer: UnsafeMutablePointer<Float> { buffer.storage + range.lowerBound }

  /// The values, copied out; or, set, copied in: exactly `count` of them.
  package var values: [Float] {
    get { Array(UnsafeBufferPointer(start: pointer, count: count)) }
    nonmutating set {
      guard newValue.count == count else { fatalError("\(newValue.count) values do not fit a slice of \(count)") }
      for (i, value) in newValue.enumerated() { pointer[i] = value }
    }
  }

  /// One value, counted from the slice's start; checked, so not for inner loops.
  package subscript(index: Int) -> Float {
    get { buffer[range.lowerBound + index] }
    nonmutating set { buffer[range.lowerBound + index] = newValue }
  }

  /// Sets every value to `value`.
  package func fill(_ value: Float) { pointer.update(repeating: value, count: count) }
  /// Copies another slice of the same length here.
  package func copy(from other: FloatSlice) {
    guard other.count == count else { fatalError("\(other.count) values do not fit a slice of \(count)") }
    pointer.update(from: other.pointer, count: count)
  }
}
