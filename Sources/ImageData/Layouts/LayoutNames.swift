/// What a file is for, by its path: the rules of the layouts that CIFAR-10 and its relatives come in.
enum LayoutNames {
  enum Split: String, Sendable, Hashable { case train, test }

  /// The part that a file plays, and the folder that its data set starts in.
  enum Role: Equatable {
    /// `train/<class>/….png`
    case classImage(Split, className: String, root: String)
    /// `train/0_<class>.png`
    case flatImage(Split, className: String, number: Int, root: String)
    /// `data_batch_1.bin`; batches in the order of their number, the test batch by itself.
    case binaryBatch(Split, number: Int, root: String)
    /// `data_batch_1`
    case pickledBatch(Split, number: Int, root: String)
    /// `batches.meta`
    case pickledNames(root: String)
    /// `batches.meta.txt` or `labels.txt`
    case names(root: String)
    /// `train-images-idx3-ubyte`, maybe `.gz`
    case idx(Split, isImages: Bool, isPacked: Bool, root: String)
  }

  /// Files that an operating system leaves behind, and hidden ones.
  static func isJunk(_ path: String) -> Bool {
    path.split(separator: "/").contains { ($0.hasPrefix(".") && $0 != ".") || $0 == "__MACOSX" }
  }

  /// Nil for a file that no layout knows.
  static func role(_ path: String) -> Role? {
    let parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
    guard let file = parts.last else { return nil }
    let root = parts.dropLast().joined(separator: "/")
    if file == "labels.txt" || file == "batches.meta.txt" { return .names(root: root) }
    if file == "batches.meta" { return .pickledNames(root: root) }
    return image(parts) ?? batch(file, root) ?? idx(file, root)
  }

  /// The split that a folder's name stands for.
  static func splitNamed(_ folder: some StringProtocol) -> Split? {
    switch folder.lowercased() {
    case "train", "training": .train
    case "test", "testing", "valid", "validation", "val": .test
    default: nil
    }
  }

  /// The class that a folder stands for: its root, split and name; nil for a folder that is none.
  static func classFolder(_ path: String) -> (split: Split, className: String, root: String)? {
    let parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
    guard let at = parts.firstIndex(where: { splitNamed($0) != nil }), parts.count == at + 2 else { return nil }
    return (splitNamed(parts[at])!, parts[at + 1], parts[..<at].joined(separator: "/"))
  }

  private static func image(_ parts: [String]) -> Role? {
    let file = parts.last!
    guard let dot = file.lastIndex(of: "."), ["png", "jpg", "jpeg"].contains(file[dot...].dropFirst().lowercased()),
      let at = parts.dropLast().firstIndex(where: { splitNamed($0) != nil })
    else { return nil }
    let (split, root) = (splitNamed(parts[at])!, parts[..<at].joined(separator: "/"))
    if parts.count > at + 2 { return .classImage(split, className: parts[at + 1], root: root) }
    let stem = file[..<dot]
    guard let underscore = stem.lastIndex(of: "_") else { return nil }
    let className = String(stem[stem.index(after: underscore)...])
    guard !className.isEmpty else { return nil }
    let number = Int(stem.prefix { $0.isASCII && $0.isNumber }) ?? .max
    return .flatImage(split, className: className, number: number, root: root)
  }

  private static func batch(_ file: String, _ root: String) -> Role? {
    let isBinary = file.hasSuffix(".bin")
    let stem = isBinary ? String(file.dropLast(4)) : file
    let which: (Split, Int)? =
      if stem == "test_batch" {
        (.test, 0)
      } else if stem.hasPrefix("data_batch_"), let number = Int(stem.dropFirst(11)), number > 0 {
        (.train, number)
      } else {
        nil
      }
    guard let (split, number) = which else { return nil }
    return isBinary
      ? .binaryBatch(split, number: number, root: root) : .pickledBatch(split, number: number, root: root)
  }

  private static func idx(_ file: String, _ root: String) -> Role? {
    let isPacked = file.hasSuffix(".gz")
    let stem = isPacked ? file.dropLast(3) : file[...]
    let isImages = stem.hasSuffix("idx3-ubyte")
    guard isImages || stem.hasSuffix("idx1-ubyte") else { return nil }
    if stem.hasPrefix("train-") { return .idx(.train, isImages: isImages, isPacked: isPacked, root: root) }
    guard stem.hasPrefix("t10k-") || stem.hasPrefix("test-") else { return nil }
    return .idx(.test, isImages: isImages, isPacked: isPacked, root: root)
  }
}
