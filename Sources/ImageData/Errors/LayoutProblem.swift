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
  /// A share is asked for of a set that has such a part of its own.
  case dividedAlready(SplitRole)
  /// The shares that are held out are the whole.
  case nothingToTrainOn
  /// A class that cannot have an image in each part.
  case tooFewToDivide(name: String, images: Int)
  /// A picture that two lists name.
  case listedTwice(file: String, list: String)
  /// A list of which more than one in ten pictures is not there.
  case listDoesNotFit(list: String, missing: Int, listed: Int)
  /// More than one in ten pictures cannot be decoded.
  case tooManyBroken(broken: Int, images: Int)
  /// Coarse labels are asked for, and each image has one label.
  case oneLevelOfLabels

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
    case .dividedAlready(let role):
      "\(path) has images of its own \(role == .test ? "for the test" : "to validate on"), and a share of the training "
        + "images is asked for"
    case .nothingToTrainOn: "the shares that are held out of \(path) leave nothing to train on"
    case .tooFewToDivide(let name, let images):
      "class \(name) of \(path) has only \(images) different image\(images == 1 ? "" : "s"), and every part of the set "
        + "needs one"
    case .listedTwice(let file, let list): "\(file) of \(path) is named by \(list) and by a list before it"
    case .listDoesNotFit(let list, let missing, let listed):
      "\(missing) of \(listed) pictures that \(list) names are not in \(path)"
    case .tooManyBroken(let broken, let images): "\(broken) of \(images) pictures of \(path) cannot be decoded"
    case .oneLevelOfLabels: "\(path) has one label for each image, and none that is coarser"
    }
  }

  var remedy: String {
    switch self {
    case .notRecognised:
      "Known are <class>/*.jpg, train/<class>/*.jpg beside valid/<class>/*.jpg, train/0_<class>.png, data_batch_1.bin, "
        + "data_batch_1 (pickle) and IDX files"
    case .several: "Give the path of one of them"
    case .missing: "Unpack or download the whole set again"
    case .noImages: "Add some, or remove the folder"
    case .emptyClass: "Add some or remove the class's folder and its name"
    case .classesDiffer: "Give both the same folders"
    case .tooManyClasses: "Leave some out, or check that its folders are classes"
    case .alike: "Rename one of them"
    case .labelsDoNotFit: "Write the name of each class on one line, in the order of the labels, or remove the file"
    case .dividedAlready(let role): "Leave \(role == .test ? "--test" : "--valid") out"
    case .nothingToTrainOn: "Hold out less: --valid and --test together stay below 1"
    case .tooFewToDivide: "Add images of it or remove its folder"
    case .listedTwice: "Name it in one of them"
    case .listDoesNotFit: "Put the list into the folder that its paths begin in"
    case .tooManyBroken: "One in ten is the most: repair or remove them"
    case .oneLevelOfLabels: "Ask for its labels with: --labels fine"
    }
  }

  private static func listed(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }
}
