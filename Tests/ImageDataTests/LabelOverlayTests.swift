import Files
import Testing

@testable import ImageData

@Suite struct LabelOverlayTests {
  private static let data = Fixtures.set()

  private func place(_ index: Int, _ part: SplitRole = .train) -> ImagePlace { ImagePlace(part: part, index: index) }

  /// Training image 0, an ant, is a cow; training image 4 and validation image 1 are left out.
  private func overlay() -> LabelOverlay {
    var overlay = LabelOverlay()
    overlay.set(place(0), to: "cow", in: Self.data)
    overlay.set(place(4), to: nil, in: Self.data)
    overlay.set(place(1, .valid), to: nil, in: Self.data)
    return overlay
  }

  @Test func whatIsSaidHoldsAndTheRestStaysAsItIs() throws {
    let before = Self.data
    let set = try RelabelledSet(before, overlay(), path: "labels.csv")
    let kept = [0, 1, 2, 3] + Array(5..<12)
    #expect(set.data.train.labels == [2] + kept.dropFirst().map { before.train.labels[$0] })
    #expect(set.data.train.pixels == kept.flatMap { before.train.image($0) })
    #expect(set.data.valid.count == before.valid.count - 1)
    #expect(set.origin(place(4)) == place(5) && set.origin(place(0)) == place(0))
    #expect(set.data.fingerprint != before.fingerprint)
    #expect(set.data.statistics == ChannelStatistics(measuring: set.data.train))
    let none = try RelabelledSet(before, LabelOverlay(), path: "labels.csv")
    #expect(none.data.fingerprint == before.fingerprint)
  }

  @Test func whatIsTakenBackIsNotSaid() {
    var overlay = overlay()
    overlay.takeBack(place(4))
    overlay.set(place(0), to: "ant", in: Self.data)
    #expect(overlay.entries.map(\.place) == [place(1, .valid)])
  }

  @Test func anImageIsFoundByItsPixelsWhereverItStandsNow() throws {
    let train = Self.data.train
    let order = Array((0..<train.count).reversed())
    let turned = DataSet(
      name: "turned", source: "turned", classes: Self.data.classes, train: train.picking(order), valid: Self.data.valid)
    let set = try RelabelledSet(turned, overlay(), path: "labels.csv")
    #expect(set.data.train.labels.last == 2 && set.data.train.count == train.count - 1)
  }

  @Test func ofImagesWithTheSamePixelsThePlaceDecides() throws {
    let train = Self.data.train.picking([0, 0, 0, 1])
    let data = DataSet(
      name: "double", source: "double", classes: Self.data.classes, train: train, valid: Self.data.valid)
    var overlay = LabelOverlay()
    overlay.set(place(1), to: "bee", in: data)
    let set = try RelabelledSet(data, overlay, path: "labels.csv")
    #expect(set.data.train.labels == [0, 1, 0, 1])
  }

  @Test func aTableReadsBackWhateverTheNamesHold() throws {
    let files = ["a,b.png", "\"quoted\".png", "größe\n.png", "plain.png"]
    let entries = files.enumerated().map { index, file in
      LabelOverlay.Entry(
        digest: UInt128(index) << 100 | 7, place: place(index), file: file, was: "it's, so",
        label: index == 0 ? nil : "b")
    }
    #expect(try LabelOverlay(Array(LabelOverlay(entries).csv.utf8), path: "labels.csv") == LabelOverlay(entries))
    #expect(try LabelOverlay(Array("\u{FEFF}\(LabelOverlay(entries).csv)".utf8), path: "labels.csv").entries.count == 4)
  }

  @Test(arguments: [
    "", "file,label\na,b\n", "digest,split,index,file,was,label\nxyz,train,0,,ant,cow\n",
    "digest,split,index,file,was,label\n00000000000000000000000000000007,train,-1,,ant,cow\n",
    "digest,split,index,file,was,label\n00000000000000000000000000000007,spare,1,,ant,cow\n",
    "digest,split,index,file,was,label\n00000000000000000000000000000007,train,1,,ant\n",
    "digest,split,index,file,was,label\n00000000000000000000000000000007,train,1,,ant,cow\n"
      + "00000000000000000000000000000008,train,1,,ant,cow\n",
  ])
  func whatIsNoTableIsRefused(_ text: String) {
    #expect(throws: FileProblem.self) { try LabelOverlay(Array(text.utf8), path: "labels.csv") }
  }

  @Test func aTableOfOtherImagesOrClassesIsRefused() throws {
    let others = Fixtures.set(seed: 77)
    #expect(throws: FileProblem.self) { try RelabelledSet(others, overlay(), path: "labels.csv") }
    let renamed = DataSet(
      name: "renamed", source: "renamed", classes: ["x", "bee", "cow"], train: Self.data.train, valid: Self.data.valid)
    #expect(throws: FileProblem.self) { try RelabelledSet(renamed, overlay(), path: "labels.csv") }
    var all = LabelOverlay()
    for index in 0..<Self.data.valid.count { all.set(place(index, .valid), to: nil, in: Self.data) }
    #expect(throws: FileProblem.self) { try RelabelledSet(Self.data, all, path: "labels.csv") }
  }
}
