import Files

/// Why data cannot be used: what is wrong, where, and what to do about it.
package enum DataError: Error, Sendable, Equatable {
  /// There is nothing at this path.
  case notFound(path: String)
  /// A named set is in none of its usual places.
  case notInstalled(name: String, remedy: String)
  /// The system does not let us read it.
  case noPermission(path: String)
  /// The system gave another error.
  case unreadable(path: String, reason: String)
  /// Nothing in it looks like a data set.
  case notRecognised(path: String, found: String)
  /// More than one data set in one folder or archive.
  case several(path: String, sets: [String])
  /// Something that the layout needs is not there.
  case missing(name: String, path: String)
  /// A file ends within a record.
  case truncated(file: String, bytes: Int, expected: Int)
  /// A file whose size fits no whole number of records, or not what its header says.
  case wrongSize(file: String, bytes: Int, expected: String)
  /// A label that names no class.
  case labelOutOfRange(file: String, byte: Int, label: Int, classes: Int)
  /// A file that breaks the rules of its format.
  case malformed(file: String, byte: Int, reason: String)
  /// A pickle that would import or call something.
  case forbiddenOpcode(file: String, byte: Int, opcode: String)
  /// More than one in a hundred images cannot be decoded.
  case tooManyBroken(broken: Int, images: Int, first: String)
  /// An image whose file or sides are beyond the limits.
  case tooLarge(entry: String, what: String, limit: String)
  /// An archive that unpacks to more than anybody's data.
  case archiveBomb(path: String, entry: String, reason: String)
  /// A class without images in one of the splits.
  case emptyClass(name: String, split: String, path: String)
  /// Classes that stand in one split and not in the other.
  case classesDiffer(path: String, onlyTrain: [String], onlyTest: [String])
  /// More classes than a label of one byte can name.
  case tooManyClasses(path: String, count: Int)
  /// A split without images.
  case noImages(split: String, path: String)
  /// A set that the binary layout cannot hold.
  case notPackable(reason: String)
  /// A file that cannot be written.
  case unwritable(path: String, reason: String)
}

extension DataError: UserFacingError {
  /// One sentence of what and where, one of what to do.
  package var description: String {
    let (problem, remedy) = parts
    return "\(problem). \(remedy)."
  }

  package var problem: String { parts.problem }
  package var remedy: String? { parts.remedy }
  package var exitCode: ExitCode { .fileProblem }

  private var parts: (problem: String, remedy: String) {
    switch self {
    case .notFound, .notInstalled, .noPermission, .unreadable, .unwritable, .notPackable: systemParts
    case .notRecognised, .several, .missing, .emptyClass, .classesDiffer, .tooManyClasses, .noImages: structureParts
    default: contentParts
    }
  }

  private var systemParts: (String, String) {
    switch self {
    case .notFound(let path):
      ("there is no data at \(path)", "Give a folder, an archive, or one of: auto, cifar10, fashion-mnist, shapes")
    case .notInstalled(let name, let remedy): ("\(name) is in none of its usual places", remedy)
    case .noPermission(let path): ("\(path) may not be read", "Allow it with: chmod -R u+rX '\(path)'")
    case .unreadable(let path, let reason): ("\(path) cannot be read: \(reason)", "Check the file and the disk")
    case .unwritable(let path, let reason):
      ("\(path) cannot be written: \(reason)", "Choose another place or make room there")
    case .notPackable(let reason): (reason, "Load the images at 32×32, or keep the set in class folders")
    default: ("\(self)", "")
    }
  }

  private var structureParts: (String, String) {
    switch self {
    case .notRecognised(let path, let found):
      (
        "\(path) holds no known layout: \(found)",
        "Known are train/<class>/*.png, train/0_<class>.png, data_batch_1.bin, data_batch_1 (pickle) and IDX files"
      )
    case .several(let path, let sets):
      ("\(path) holds several data sets: \(sets.joined(separator: ", "))", "Give the path of one of them")
    case .missing(let name, let path): ("\(path) lacks \(name)", "Unpack or download the whole set again")
    case .emptyClass(let name, let split, let path):
      ("class \(name) has no images in \(split) of \(path)", "Add some or remove the class's folder and its name")
    case .classesDiffer(let path, let onlyTrain, let onlyTest):
      (
        "train and test of \(path) have different classes: only in train \(listed(onlyTrain)), only in test "
          + listed(onlyTest), "Give both the same folders"
      )
    case .tooManyClasses(let path, let count):
      ("\(path) has \(count) classes, and 256 are the most", "Leave some out, or check that its folders are classes")
    case .noImages(let split, let path):
      ("\(path) has no \(split) images", "It needs both train and test, beside each other")
    default: ("\(self)", "")
    }
  }

  private var contentParts: (String, String) {
    switch self {
    case .truncated(let file, let bytes, let expected):
      ("\(file) ends at byte \(bytes) of \(expected)", "Copy or download it again")
    case .wrongSize(let file, let bytes, let expected):
      ("\(file) has \(bytes) bytes, not \(expected)", "Copy or download it again")
    case .labelOutOfRange(let file, let byte, let label, let classes):
      (
        "\(file) has label \(label) at byte \(byte), and the classes are 0 … \(classes - 1)",
        "The file is damaged or another layout: copy or download it again"
      )
    case .malformed(let file, let byte, let reason):
      ("\(file), byte \(byte): \(reason)", "The file is damaged: copy or download it again")
    case .forbiddenOpcode(let file, let byte, let opcode):
      (
        "\(file), byte \(byte): opcode \(opcode) would run code",
        "Only plain data and arrays of bytes are read; "
          + "never load such a pickle from a source that you do not trust"
      )
    case .tooManyBroken(let broken, let images, let first):
      (
        "\(broken) of \(images) images cannot be decoded, the first: \(first)",
        "One in a hundred is the most: repair or remove them"
      )
    case .tooLarge(let entry, let what, let limit): ("\(entry): \(what)", "At most \(limit) is read: make it smaller")
    case .archiveBomb(let path, let entry, let reason):
      ("\(path), entry \(entry): \(reason)", "This is no archive of small images; unpack it yourself if you trust it")
    default: ("\(self)", "")
    }
  }

  private func listed(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }
}
