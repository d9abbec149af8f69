/// What the name of a batch file says: `data_batch_1.bin`, `test_batch`.
struct BatchName {
  let isTest: Bool
  let number: Int

  init?(_ name: EntryName, isBinary: Bool) {
    var stem = name.text
    if isBinary {
      guard stem.hasSuffix(".bin") else { return nil }
      stem.removeLast(4)
    }
    if stem == "test_batch" {
      (isTest, number) = (true, 0)
    } else if stem.hasPrefix("data_batch_"), let number = Int(stem.dropFirst(11)), number > 0 {
      (isTest, self.number) = (false, number)
    } else {
      return nil
    }
  }

  /// The folders that hold batches.
  static func roots(_ listing: Listing, isBinary: Bool) -> [EntryPath] {
    let batches = listing.files.filter { $0.path.name.flatMap { BatchName($0, isBinary: isBinary) } != nil }
    return Set(batches.map { $0.path.folder }).sorted()
  }
}

/// Numbered training batches and the test batch: all there, each once, in order.
struct BatchFiles {
  let train: [Entry]
  let test: Entry

  /// Takes the batches of `root`.
  init(_ listing: inout Listing, root: EntryPath, isBinary: Bool) throws(DataError) {
    let ending = isBinary ? ".bin" : ""
    let files = listing.take { $0.path.isInside(root) && BatchName($0.path.name!, isBinary: isBinary) != nil }
    let named = files.map { (name: BatchName($0.path.name!, isBinary: isBinary)!, file: $0) }
    let numbered = named.filter { !$0.name.isTest }.sorted { $0.name.number < $1.name.number }
    guard let test = named.first(where: \.name.isTest) else {
      throw listing.error(.missing(name: "test_batch\(ending)"))
    }
    guard !numbered.isEmpty else { throw listing.error(.missing(name: "data_batch_1\(ending)")) }
    for (index, batch) in numbered.enumerated() where batch.name.number != index + 1 {
      throw listing.error(
        index > 0 && batch.name.number == numbered[index - 1].name.number
          ? .several(numbered[index - 1...index].map(\.file.path.text))
          : .missing(name: "data_batch_\(index + 1)\(ending)"))
    }
    train = numbered.map(\.file)
    self.test = test.file
  }

  /// CIFAR-10 has five training batches; fewer are used, and said to be fewer.
  func notices(classes: [String]) -> [String] {
    guard Set(classes) == Set(DataSet.cifar10Classes), train.count < 5 else { return [] }
    return ["only \(train.count) of CIFAR-10's 5 training batches are there"]
  }
}
