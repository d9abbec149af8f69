@testable import ImageData

/// Batches as Python writes them.
enum PickleWriter {
  /// Python 2, protocol 2: how the official files are.
  static func python2(_ set: ImageSet, _ range: Range<Int>) -> [UInt8] {
    let data = python2Array(set, range)
    let labels = text("]q\u{11}(") + range.flatMap { whole(Int(set.labels[$0])) } + text("e")
    return [0x80, 2] + text("}q\u{1}(") + short("data") + data + short("labels") + labels + short("batch_label")
      + short("a batch") + text("u.")
  }

  /// The pixels of some images as an array of Python 2.
  static func python2Array(_ set: ImageSet, _ range: Range<Int>) -> [UInt8] {
    let pixels = range.flatMap { set.image($0) }
    return text("cnumpy.core.multiarray\n_reconstruct\nq\u{5}cnumpy\nndarray\nq\u{6}K\0")
      + [0x85] + text("q\u{7}U\u{1}bq\u{8}") + [0x87] + text("q\tRq\n(K\u{1}") + whole(range.count) + whole(3072)
      + [0x86] + text("q\u{b}cnumpy\ndtype\nq\u{c}U\u{2}u1q\rK\0K\u{1}") + [0x87]
      + text("q\u{e}Rq\u{f}(K\u{3}U\u{1}|q\u{10}NNN") + minusOne + minusOne + text("K\0tb") + [0x89]
      + text("T") + little(pixels.count, 4) + pixels + text("tb")
  }

  static func dictionary(_ entries: [(key: String, value: [UInt8])]) -> [UInt8] {
    [0x80, 2] + text("}q\u{1}(") + entries.flatMap { short($0.key) + $0.value } + text("u.")
  }

  static func list(_ values: some Sequence<[UInt8]>) -> [UInt8] { text("]q\u{11}(") + values.joined() + text("e") }

  /// Python 3, protocol 4, keys as byte strings.
  static func python3(_ set: ImageSet, _ range: Range<Int>) -> [UInt8] {
    let pixels = range.flatMap { set.image($0) }
    let data =
      unicode("numpy._core.multiarray") + unicode("_reconstruct") + [0x93, 0x94] + unicode("numpy")
      + unicode("ndarray") + [0x93, 0x94] + text("K\0") + [0x85, 0x94] + text("C\u{1}b") + [0x94, 0x87, 0x94]
      + text("R") + [0x94] + text("(K\u{1}") + whole(range.count) + whole(3072) + [0x86, 0x94] + unicode("numpy")
      + unicode("dtype") + [0x93, 0x94] + unicode("u1") + [0x89, 0x88, 0x87, 0x94] + text("R") + [0x94]
      + text("(K\u{3}") + unicode("|") + text("NNN") + minusOne + minusOne + text("K\0t") + [0x94] + text("b")
      + [0x89] + text("B") + little(pixels.count, 4) + pixels + [0x94] + text("t") + [0x94] + text("b")
    let labels = [0x5d, 0x94] + text("(") + range.flatMap { whole(Int(set.labels[$0])) } + text("e")
    let body =
      text("}") + [0x94] + text("(C\u{4}data") + [0x94] + data + text("C\u{6}labels") + [0x94] + labels + text("u.")
    return [0x80, 4, 0x95] + little(body.count, 8) + body
  }

  static func meta(_ classes: [String]) -> [UInt8] {
    [0x80, 2] + text("}q\u{1}(") + short("num_cases_per_batch") + text("M") + little(10_000, 2) + short("label_names")
      + text("]q\u{3}(") + classes.flatMap(short) + text("eu.")
  }

  static func files(_ set: DataSet, _ write: (ImageSet, Range<Int>) -> [UInt8]) -> [(path: String, bytes: [UInt8])] {
    let half = set.train.count / 2
    return [
      ("cifar-10-batches-py/data_batch_1", write(set.train, 0..<half)),
      ("cifar-10-batches-py/data_batch_2", write(set.train, half..<set.train.count)),
      ("cifar-10-batches-py/test_batch", write(set.valid, 0..<set.valid.count)),
      ("cifar-10-batches-py/batches.meta", meta(set.classes)),
    ]
  }

  static func text(_ text: String) -> [UInt8] { Array(text.utf8) }
  private static let minusOne = text("J") + [255, 255, 255, 255]
  static func short(_ value: String) -> [UInt8] { text("U") + [UInt8(value.utf8.count)] + text(value) }
  private static func unicode(_ value: String) -> [UInt8] { [0x8c, UInt8(value.utf8.count)] + text(value) + [0x94] }
  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
  static func whole(_ value: Int) -> [UInt8] {
    value < 256 ? text("K") + [UInt8(value)] : text("M") + little(value, 2)
  }
}
