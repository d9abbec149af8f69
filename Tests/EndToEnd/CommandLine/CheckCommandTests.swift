import Foundation
import Testing

@Suite struct CheckCommandTests {
  /// A folder of pictures: two classes of 40 training and 10 validation images, with copies and a broken file.
  private func pictures() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (part, count) in [("train", 40), ("valid", 10)] {
      for (number, name) in ["cat", "dog"].enumerated() {
        let place = folder.url.appendingPathComponent("set/\(part)/\(name)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for index in 0..<count {
          let picture = Self.picture(seed: index + 100 * number + (part == "train" ? 0 : 1000))
          try picture.write(to: place.appendingPathComponent("\(index).ppm"))
        }
      }
    }
    let set = folder.url.appendingPathComponent("set")
    try Self.picture(seed: 3).write(to: set.appendingPathComponent("valid/cat/copy.ppm"))
    try Self.picture(seed: 105, isMirrored: true).write(to: set.appendingPathComponent("train/cat/turned.ppm"))
    try Data("P6 32 32 255\n".utf8).write(to: set.appendingPathComponent("train/dog/broken.ppm"))
    return folder
  }

  /// Bars of a few colours, which follow from the seed.
  private static func picture(seed: Int, isMirrored: Bool = false) -> Data {
    var state = UInt64(seed + 1) &* 0x9E37_79B9_7F4A_7C15
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 40)
    }
    let rows = (0..<4).map { _ in (0..<8).map { _ in [next() % 256, next() % 256, next() % 256] } }
    var bytes = Data("P6 32 32 255\n".utf8)
    for row in 0..<32 {
      for column in 0..<32 {
        let block = (isMirrored ? 31 - column : column) / 4
        bytes.append(contentsOf: rows[row / 8][block].map { UInt8($0) })
      }
    }
    return bytes
  }

  @Test func `a list is looked at like the folder that it names`() throws {
    let folder = try pictures()
    let split = try Lab.run("data", "split", "set", "set/all.csv", in: folder.url)
    #expect(split.status == 0, "\(split.errors)")
    let result = try Lab.run("data", "check", "set/all.csv", "--json", in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    let kinds = try result.objects().compactMap { $0["kind"] as? String }
    #expect(Set(kinds) == ["exact", "mirrored"])
  }

  @Test func `data check finds what is there twice, and what is not read`() throws {
    let folder = try pictures()
    let result = try Lab.run("data", "check", "set", "--json", in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    let objects = try result.objects()
    let pairs = objects.filter { $0["event"] as? String == "pair" }
    func files(_ kind: String) -> [[String]] {
      pairs.filter { $0["kind"] as? String == kind }.map { pair in
        ["first", "second"].compactMap { (pair[$0] as? [String: Any])?["split"] as? String }
      }
    }
    #expect(files("exact") == [["train", "valid"]] && files("mirrored") == [["train", "train"]])
    let unread = objects.filter { $0["event"] as? String == "unread" }
    #expect(unread.map { $0["file"] as? String } == ["train/dog/broken.ppm"])
    let end = try #require(objects.last)
    #expect(end["across_splits"] as? Int == 1 && end["across_labels"] as? Int == 1 && end["images"] as? Int == 102)
    let table = try Lab.run("data", "check", "set", "--csv", in: folder.url)
    #expect(table.output.hasPrefix("finding,split,index,class,file,"))
    #expect(table.output.split(separator: "\n").count == 4)
    let text = try Lab.run("data", "check", "set", in: folder.url)
    #expect(text.output.hasPrefix("2 pairs among 102 images: 1 exact, 1 near; 1 across splits, 1 across labels"))
    #expect(try Lab.run("data", "check", "set", "--csv", "--json", in: folder.url).status == 2)
  }

  @Test func `a table of labels is trained with, kept, and refused where it does not fit`() throws {
    let folder = try pictures()
    func train(_ more: String...) throws -> Lab.Result {
      let words = ["train", "SimpleNet", "--data", "set", "--max-steps", "2", "--batch-size", "16", "--json"] + more
      return try Lab.start(words, in: folder.url).wait()
    }
    let missing = try train("--labels-from", "labels.csv")
    #expect(missing.status == 3 && missing.errors.contains("labels.csv"))
    let header = "digest,split,index,file,was,label\n"
    try Data((header + "00000000000000000000000000000001,train,0,,cat,dog\n").utf8)
      .write(to: folder.url.appendingPathComponent("labels.csv"))
    let stranger = try train("--labels-from", "labels.csv")
    #expect(stranger.status == 3 && stranger.errors.contains("no such image"))
    try Data(header.utf8).write(to: folder.url.appendingPathComponent("labels.csv"))
    let fitting = try train("--labels-from", "labels.csv")
    #expect(fitting.status == 0, "\(fitting.errors)")
    let run = try #require(try fitting.objects().last?["run"] as? String)
    let document = try String(contentsOfFile: folder.path(run + "/run.json"), encoding: .utf8)
    #expect(document.contains("labels_from") && document.contains("labels_digest"))
    #expect(try Lab.run("eval", run, in: folder.url).status == 0)
    try Data((header + "\n").utf8).write(to: folder.url.appendingPathComponent("labels.csv"))
    let changed = try Lab.run("eval", run, in: folder.url)
    #expect(changed.status == 3 && changed.errors.contains("says other things"))
  }

  @Test func `data apply says where there is nothing to move`() throws {
    let folder = try TemporaryFolder()
    try Data("digest,split,index,file,was,label\n".utf8).write(to: folder.url.appendingPathComponent("labels.csv"))
    let result = try Lab.run("data", "apply", "labels.csv", "--data", "shapes", in: folder.url)
    #expect(result.status == 3 && result.errors.contains("nothing to move") && result.output.isEmpty)
  }
}
