import Files
import Testing

@Suite struct NearestTests {
  @Test(arguments: [("kitten", "sitting", 3), ("", "ab", 2), ("same", "same", 0), ("ab", "ba", 2)])
  func `the edit distance counts changed letters`(a: String, b: String, distance: Int) {
    #expect(editDistance(a, b) == distance)
  }

  @Test func `the nearest is one that a slip of the finger leads to`() {
    let names = ["conv", "maxpool", "batchnorm"]
    #expect(nearest(to: "maxpol", in: names) == "maxpool")
    #expect(nearest(to: "Bachtnorm", in: names) == "batchnorm")
    #expect(nearest(to: "transformer", in: names) == nil)
    #expect(nearest(to: String(repeating: "m", count: 100_000), in: names) == nil)
  }
}
