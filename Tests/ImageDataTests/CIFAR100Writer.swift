@testable import ImageData

/// A small CIFAR-100: 24 + 12 images of 24 classes in 6 groups, in both of its layouts.
struct CIFAR100Writer {
  enum Form: CaseIterable {
    case binary, pickle

    var folder: String { self == .binary ? "cifar-100-binary" : "cifar-100-python" }
    var test: String { self == .binary ? "test.bin" : "test" }
  }

  private static let fine = (0..<24).map { "fine_\($0)" }
  private static let coarse = (0..<6).map { "coarse \($0)" }
  private let set = Fixtures.set(train: 24, valid: 12, classes: fine)

  private func coarseLabel(_ fine: UInt8) -> UInt8 { fine % 6 }

  /// What is to be read.
  func dataSet(_ level: LabelLevel) -> DataSet {
    func images(_ images: ImageSet) -> ImageSet {
      ImageSet(
        size: 32, pixels: images.pixels, labels: level == .fine ? images.labels : images.labels.map(coarseLabel))
    }
    return DataSet(
      name: "fixture", source: "memory", classes: level == .fine ? Self.fine : Self.coarse,
      train: images(set.train), valid: images(set.valid))
  }

  func files(_ form: Form) -> [(path: String, bytes: [UInt8])] {
    let files: [(String, [UInt8])] =
      switch form {
      case .binary:
        [
          ("train.bin", records(set.train)), ("test.bin", records(set.valid)),
          ("fine_label_names.txt", Array(Self.fine.map { $0 + "\n" }.joined().utf8)),
          ("coarse_label_names.txt", Array(Self.coarse.map { $0 + "\n" }.joined().utf8)),
        ]
      case .pickle:
        [("train", pickle(set.train)), ("test", pickle(set.valid)), ("meta", meta)]
      }
    return files.map { (path: form.folder + "/" + $0, bytes: $1) }
  }

  private func records(_ images: ImageSet) -> [UInt8] {
    (0..<images.count).flatMap { [coarseLabel(images.labels[$0]), images.labels[$0]] + images.image($0) }
  }

  private func pickle(_ images: ImageSet) -> [UInt8] {
    PickleWriter.dictionary([
      ("filenames", PickleWriter.list((0..<images.count).map { PickleWriter.short("bos_taurus_s_\($0).png") })),
      ("batch_label", PickleWriter.short("training batch 1 of 1")),
      ("fine_labels", PickleWriter.list(images.labels.map { PickleWriter.whole(Int($0)) })),
      ("coarse_labels", PickleWriter.list(images.labels.map { PickleWriter.whole(Int(coarseLabel($0))) })),
      ("data", PickleWriter.python2Array(images, 0..<images.count)),
    ])
  }

  private var meta: [UInt8] {
    PickleWriter.dictionary([
      ("fine_label_names", PickleWriter.list(Self.fine.map(PickleWriter.short))),
      ("coarse_label_names", PickleWriter.list(Self.coarse.map(PickleWriter.short))),
    ])
  }
}
