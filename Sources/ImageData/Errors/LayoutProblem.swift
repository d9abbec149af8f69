/// What is wrong with a set as a whole.
package enum LayoutProblem: Sendable, Equatable {
  /// Nothing in it looks like a data set.
  case notRecognised(found: String)
  /// More than one data set in one folder or archive.
  case several([String])
  /// Something that the layout needs is not there.
  case missing(name: String)
  /// A split without images.
  case noImages(split: String)
  /// A class without images in one of the splits.
  case emptyClass(name: String, split: String)
  /// Classes that stand in one split and not in the other.
  case classesDiffer(onlyTrain: [String], onlyValid: [String], valid: String)
  /// More classes than a label of one byte can name.
  case tooManyClasses(Int)
  /// Two class names that look the same and are stored with different bytes.
  case alike(String)
  /// A list of class names that does not fit the classes.
  case labelsDoNotFit(file: String, reason: String)
  /// More than one in ten pictures cannot be decoded.
  case tooManyBroken(broken: Int, images: Int)

  func text(_ path: String) -> String {
    switch self {
    case .notRecognised(let found): "\(path) holds no known layout: \(found)"
    case .several(let sets): "\(path) holds several data sets: \(sets.joined(separator: ", "))"
    case .missing(let name): "\(path) lacks \(name)"
    case .noImages(let split): "\(path) has no \(split) images"
    case .emptyClass(let name, let split): "class \(name) has no images in \(split) of \(path)"
    case .classesDiffer(let onlyTrain, let onlyValid, let valid):
      "train and \(valid) of \(path) have different classes: only in train \(Self.listed(onlyTrain)), only in \(valid) "
        + Self.listed(onlyValid)
    case .tooManyClasses(let count): "\(path) has \(count) classes, and 256 are the most"
    case .alike(let name): "\(path) has two classes that read \(name), spelled with different bytes"
    case .labelsDoNotFit(let file, let reason): "\(file) of \(path) does not fit the classes: \(reason)"
    case .tooManyBroken(let broken, let images): "\(broken) of \(images) pictures of \(path) cannot be decoded"
    }
  }

  var remedy: String {
    switch self {
    case .notRecognised:
      "Known are train/<class>/*.png and valid/<class>/*.png, train/0_<class>.png, data_batch_1.bin, "
        + "data_batch_1 (pickle) and IDX files"
    case .several: "Give the path of one of them"
    case .missing: "Unpack or download the whole set again"
    case .noImages: "It needs both train and test, beside each other"
    case .emptyClass: "Add some or remove the class's folder and its name"
    case .classesDiffer: "Give both the same folders"
    case .tooManyClasses: "Leave some out, or check that its folders are classes"
    case .alike: "Rename one of them"
    case .labelsDoNotFit: "Write the name of each class on one line, in the order of the labels, or remove the file"
    case .tooManyBroken: "One in ten is the most: repair or remove them"
    }
  }

  private static func listed(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }
}
