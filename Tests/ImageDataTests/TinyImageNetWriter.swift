@testable import ImageData

/// A set as tiny-imagenet lays it out. Its pictures are PNGs by another name, so that no pixel is lost.
enum TinyImageNetWriter {
  static let root = "tiny-imagenet-200/"
  /// In the order of `wnids.txt`, which is not that of the bytes.
  static let classes = ["n03", "n01", "n02"]
  static let names = ["crane, hoist", "goldfish, Carassius auratus", "crane, bird"]

  static func files(_ set: DataSet) throws -> [(path: String, bytes: [UInt8])] {
    var files: [(path: String, bytes: [UInt8])] = [
      ("wnids.txt", Array(classes.joined(separator: "\n").utf8)),
      ("words.txt", Array((zip(classes, names).map { "\($0)\t\($1)\n" }.joined() + "n09\tsomething else\n").utf8)),
    ]
    for index in 0..<set.train.count {
      let name = classes[Int(set.train.labels[index])]
      files.append(("train/\(name)/images/\(name)_\(index).JPEG", try Fixtures.png(set.train, index)))
    }
    for name in classes { files.append(("train/\(name)/\(name)_boxes.txt", Array("0\t1\t2\t3\n".utf8))) }
    var annotations = ""
    for index in 0..<set.valid.count {
      files.append(("val/images/val_\(index).JPEG", try Fixtures.png(set.valid, index)))
      annotations += "val_\(index).JPEG\t\(classes[Int(set.valid.labels[index])])\t0\t32\t44\t62\n"
    }
    files.append(("val/val_annotations.txt", Array(annotations.utf8)))
    for index in 0..<2 { files.append(("test/images/test_\(index).JPEG", try Fixtures.png(set.valid, index))) }
    return files.map { (path: root + $0.path, bytes: $0.bytes) }
  }
}
