/// Floats for weights, gradients or momentum, aligned to the cache line.
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

  /// Bounds are checked: not for inner loops.
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

  package var all: FloatSlice { FloatSlice(self, 0..<count) }
  /// The values of both change places; they have as many.
  package func exchange(with other: FloatBuffer) {
    guard other.count == count else { fatalError("\(other.count) values do not take the place of \(count)") }
    for i in 0..<count { (storage[i], other.storage[i]) = (other.storage[i], storage[i]) }
  }

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

  /// A copy of the values; a new value must have `count` of them.
  package var values: [Float] {
    get { Array(UnsafeBufferPointer(start: pointer, count: count)) }
    nonmutating set {
      guard newValue.count == count else { fatalError("\(newValue.count) values do not fit a slice of \(count)") }
      for (i, value) in newValue.enumerated() { pointer[i] = value }
    }
  }

  /// Counted from the slice's start. Bounds are checked: not for inner loops.
  package subscript(index: Int) -> Float {
    get { buffer[range.lowerBound + index] }
    nonmutating set { buffer[range.lowerBound + index] = newValue }
  }

  package func fill(_ value: Float) { pointer.update(repeating: value, count: count) }
  /// Copies the values of `other`, which has as many.
  package func copy(from other: FloatSlice) {
    guard other.count == count else { fatalError("\(other.count) values do not fit a slice of \(count)") }
    pointer.update(from: other.pointer, count: count)
  }
}
