/// One value of 16 images at once.
package typealias Lanes = SIMD16<Float>

/// A batch of feature maps with the images in the vector lanes: `[block][channel][row][column]` of 16 images.
///
/// Image `i` stands in lane `i % 16` of block `i / 16`. A batch that is no multiple of 16 leaves lanes of its last
/// block empty; what stands there must not count.
package final class LaneTensor: @unchecked Sendable {
  /// Images in one vector.
  package static let lanes = Lanes.scalarCount

  package let shape: MapShape
  /// Blocks of 16 images.
  package let blocks: Int
  let storage: UnsafeMutablePointer<Lanes>
  /// Whose storage this is a view of, if not its own.
  private let owner: LaneTensor?

  /// Zeroed maps for `blocks` × 16 images, aligned to the cache line.
  package init(_ shape: MapShape, blocks: Int) {
    guard shape.count > 0, blocks > 0 else {
      fatalError("a lane tensor needs a shape and blocks, not \(shape) × \(blocks)")
    }
    self.shape = shape
    self.blocks = blocks
    let vectors = shape.count * blocks
    storage = UnsafeMutableRawPointer.allocate(byteCount: vectors * MemoryLayout<Lanes>.stride, alignment: 64)
      .bindMemory(to: Lanes.self, capacity: vectors)
    storage.initialize(repeating: .zero, count: vectors)
    owner = nil
  }

  private init(_ shape: MapShape, sharing owner: LaneTensor) {
    guard shape.count <= owner.shape.count else { fatalError("\(shape) does not fit into \(owner.shape)") }
    self.shape = shape
    blocks = owner.blocks
    storage = owner.storage
    self.owner = owner
  }

  deinit { if owner == nil { storage.deallocate() } }

  /// The same storage seen as maps of another shape, no larger than this one. Values keep their place only where the
  /// count is the same: c×h×w as c·h·w×1×1.
  package func reshaped(_ shape: MapShape) -> LaneTensor { LaneTensor(shape, sharing: self) }

  /// Blocks needed for `images` images.
  package static func blocks(for images: Int) -> Int { (images + lanes - 1) / lanes }

  /// Bytes of storage.
  package var byteCount: Int { shape.count * blocks * MemoryLayout<Lanes>.stride }

  /// The first vector of a block.
  func block(_ index: Int) -> UnsafeMutablePointer<Lanes> { storage + index * shape.count }

  /// One value: for tests, pictures and statistics, never inside a loop over a batch.
  package subscript(image: Int, channel: Int, row: Int, column: Int) -> Float {
    get { storage[vector(image, channel, row, column)][image % Self.lanes] }
    set { storage[vector(image, channel, row, column)][image % Self.lanes] = newValue }
  }

  private func vector(_ image: Int, _ channel: Int, _ row: Int, _ column: Int) -> Int {
    guard image >= 0, image < blocks * Self.lanes, channel >= 0, channel < shape.channels, row >= 0, row < shape.height,
      column >= 0, column < shape.width
    else { fatalError("(\(image), \(channel), \(row), \(column)) is outside \(blocks) blocks of \(shape)") }
    return ((image / Self.lanes * shape.channels + channel) * shape.height + row) * shape.width + column
  }

  /// One image's values in the order channel, row, column.
  package func image(_ index: Int) -> [Float] {
    (0..<shape.count).map { storage[index / Self.lanes * shape.count + $0][index % Self.lanes] }
  }

  /// Replaces one image's values, given in the order channel, row, column.
  package func setImage(_ index: Int, _ values: [Float]) {
    guard values.count == shape.count, index >= 0, index < blocks * Self.lanes else {
      fatalError("image \(index) of \(blocks) blocks of \(shape) cannot hold \(values.count) values")
    }
    for (i, value) in values.enumerated() { storage[index / Self.lanes * shape.count + i][index % Self.lanes] = value }
  }

  /// Sets every value to zero.
  package func clear() { storage.update(repeating: .zero, count: shape.count * blocks) }
}
