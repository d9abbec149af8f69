import Files
import Foundation

/// Writes data sets in the binary layout.
package enum DataPacker {
  /// Records in one file, as in the official archive.
  private static let batchRecords = 10_000

  /// Writes `data_batch_1.bin` …, `test_batch.bin` and `batches.meta.txt` into a new or empty folder.
  ///
  /// Throws for images that are not 32×32 and for class names that do not fit a line.
  package static func writeBinary(_ set: DataSet, to folder: String) throws(DataError) {
    guard set.size == BinaryBatches.side else {
      throw DataError.notPackable(
        reason: "the binary layout holds images of 32×32, and these are \(set.size)×\(set.size)")
    }
    guard set.classes.count <= 256 else {
      throw DataError.notPackable(reason: "the binary layout holds 256 classes, and these are \(set.classes.count)")
    }
    if let name = set.classes.first(where: { $0.isEmpty || $0.contains(where: \.isNewline) }) {
      throw DataError.notPackable(reason: "the class name \"\(name)\" does not fit one line")
    }
    try prepare(folder)
    for (index, start) in stride(from: 0, to: set.train.count, by: batchRecords).enumerated() {
      let records = Self.records(set.train, start..<min(start + batchRecords, set.train.count))
      try write(records, to: "\(folder)/data_batch_\(index + 1).bin")
    }
    let names = set.classes.joined(separator: "\n") + "\n\n"
    try write(Array(names.utf8), to: folder + "/batches.meta.txt")
    // Last, since a set without it is seen to be incomplete.
    try write(records(set.valid, 0..<set.valid.count), to: folder + "/test_batch.bin")
  }

  private static func prepare(_ folder: String) throws(DataError) {
    try DataError.writing { () throws(FileProblem) in try FileAccess.makeFolder(folder) }
    guard (try? FileManager.default.contentsOfDirectory(atPath: folder).isEmpty) == true else {
      throw DataError.access(.unwritable("the folder is not empty"), path: folder)
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(DataError) {
    try DataError.writing { () throws(FileProblem) in try FileAccess.write(bytes, to: path) }
  }

  private static func records(_ set: ImageSet, _ images: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(images.count * BinaryBatches.record)
    for image in images {
      bytes.append(set.labels[image])
      bytes.append(contentsOf: set.image(image))
    }
    return bytes
  }
}
