import Testing

@testable import ImageData

@Suite struct ImageViewTests {
  /// 3×3 with the values 1 … 9, the other channels 10 and 20 more.
  private let images = ImageSet(
    size: 3, pixels: [0, 10, 20].flatMap { channel in (1...9).map { UInt8(channel + $0) } }, labels: [4])

  private func expect(_ found: ImageSet, _ first: [Int], sourceLocation: SourceLocation = #_sourceLocation) {
    let expected = [0, 10, 20].flatMap { channel in first.map { UInt8(channel + $0) } }
    #expect(found.pixels == expected && found.labels == [4], sourceLocation: sourceLocation)
  }

  @Test func `a mirrored image is read from right to left`() {
    expect(images.mirrored, [3, 2, 1, 6, 5, 4, 9, 8, 7])
    #expect(images.mirrored.mirrored == images)
  }

  @Test func `a moved image has at its border what stands beyond the edge pixel in the mirror`() {
    // PyTorch: F.pad(x, (1, 1, 1, 1), "reflect")[..., :3, :3] and [..., 2:, 2:].
    expect(images.moved(right: 1, down: 1), [5, 4, 5, 2, 1, 2, 5, 4, 5])
    expect(images.moved(right: -1, down: -1), [5, 6, 5, 8, 9, 8, 5, 6, 5])
    expect(images.moved(right: 2, down: 0), [3, 2, 1, 6, 5, 4, 9, 8, 7])
    #expect(images.moved(right: 0, down: 0) == images)
  }
}
