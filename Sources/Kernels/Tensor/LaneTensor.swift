import CMachine

/// A batch of feature maps with the images in the vector lanes: `[block][channel][row][column]` of 16 images.
///
/// Image `i` is in lane `i % 16` of block `i / 16`. The last block of a batch may have empty lanes, whose values must
/// not influence a result.
package final class LaneTensor: @unchecked Sendable {
  /// Images in one vector.
  package static let lanes = Lanes.scalarCount

  /// Bytes of a large page on x86-64 and, with pages of 4 KiB, ARM.
  private static let largePage = 2 << 20

  package let shape: MapShape
  /// Blocks of 16 images.
  package let blocks: Int
  /// Vectors from one channel to the next, and from one block to the next. They are odd unless maps are small or
  /// contiguous: with a power of two, all channels would share a few sets of the caches.
  let channelStride: Int
  let blockStride: Int
  let storage: UnsafeMutablePointer<Lanes>
  /// The tensor whose storage this one shares.
  private let owner: LaneTensor?

  /// Zeroed maps for `blocks` × 16 images, aligned to the cache line. Contiguous ones have no gaps between channels and
  /// can be flattened.
  package init(_ shape: MapShape, blocks: Int, contiguous: Bool = false) {
    guard shape.count > 0, blocks > 0 else {
      fatalError("a lane tensor needs a shape and blocks, not \(shape) × \(blocks)")
    }
    self.shape = shape
    self.blocks = blocks
    (channelStride, blockStride) = Self.strides(shape, contiguous: contiguous)
    let vectors = blockStride * blocks
    let bytes = vectors * MemoryLayout<Lanes>.stride
    let isLarge = bytes >= Self.largePage
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? Self.largePage : 64)
    if isLarge { machine_use_large_pages(memory, bytes) }
    storage = memory.bindMemory(to: Lanes.self, capacity: vectors)
    storage.initialize(repeating: .zero, count: vectors)
    owner = nil
  }

  private init(_ shape: MapShape, contiguous: Bool, sharing owner: LaneTensor) {
    self.shape = shape
    blocks = owner.blocks
    (channelStride, blockStride) = Self.strides(shape, contiguous: contiguous)
    guard blockStride <= owner.blockStride else { fatalError("\(shape) does not fit into \(owner.shape)") }
    storage = owner.storage
    self.owner = owner
  }

  deinit { if owner == nil { storage.deallocate() } }

  private static func strides(_ shape: MapShape, contiguous: Bool) -> (channel: Int, block: Int) {
    let channel = contiguous || shape.area < 16 ? shape.area : shape.area | 1
    return (channel, (shape.channels * channel) | 1)
  }

  private var isContiguous: Bool { channelStride == shape.area }

  /// The same storage for maps of another shape that is no larger. The values lose their meaning.
  package func reused(as shape: MapShape, contiguous: Bool = false) -> LaneTensor {
    LaneTensor(shape, contiguous: contiguous, sharing: self)
  }

  /// A view of the same values as c·h·w×1×1.
  package func flattened() -> LaneTensor {
    guard isContiguous else { fatalError("maps of \(shape) with gaps between them are no column") }
    return LaneTensor(MapShape(shape.count, 1, 1), contiguous: true, sharing: self)
  }

  package static func blocks(for images: Int) -> Int { (images + lanes - 1) / lanes }

  /// Bytes of storage for `blocks` × 16 images of a shape.
  package static func bytes(_ shape: MapShape, blocks: Int) -> Int {
    strides(shape, contiguous: false).block * blocks * MemoryLayout<Lanes>.stride
  }

  /// Bytes of storage.
  package var byteCount: Int { blockStride * blocks * MemoryLayout<Lanes>.stride }

  /// The first vector of a block.
  func block(_ index: Int) -> UnsafeMutablePointer<Lanes> { storage + index * blockStride }

  /// Bounds are checked: for tests, pictures and statistics, not for loops over a batch.
  package subscript(image: Int, channel: Int, row: Int, column: Int) -> Float {
    get { storage[vector(image, channel, row, column)][image % Self.lanes] }
    set { storage[vector(image, channel, row, column)][image % Self.lanes] = newValue }
  }

  private func vector(_ image: Int, _ channel: Int, _ row: Int, _ column: Int) -> Int {
    guard image >= 0, image < blocks * Self.lanes, channel >= 0, channel < shape.channels, row >= 0, row < shape.height,
      column >= 0, column < shape.width
    else { fatalError("(\(image), \(channel), \(row), \(column)) is outside \(blocks) blocks of \(shape)") }
    return image / Self.lanes * blockStride + channel * channelStride + row * shape.width + column
  }

  /// One image's values in the order channel, row, column.
  package func image(_ index: Int) -> [Float] {
    (0..<shape.count).map { storage[vector(index, value: $0)][index % Self.lanes] }
  }

  /// Replaces one image's values, given in the order channel, row, column.
  package func setImage(_ index: Int, _ values: [Float]) {
    guard values.count == shape.count, index >= 0, index < blocks * Self.lanes else {
      fatalError("image \(index) of \(blocks) blocks of \(shape) cannot hold \(values.count) values")
    }
    for (i, value) in values.enumerated() { storage[vector(index, value: i)][index % Self.lanes] = value }
  }

  private func vector(_ image: Int, value: Int) -> Int {
    image / Self.lanes * blockStride + value / shape.area * channelStride + value % shape.area
  }

  package func clear() { storage.update(repeating: .zero, count: blockStride * blocks) }
}
