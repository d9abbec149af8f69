/// Numbered training batches and the test batch: all there, each once, in order.
struct BatchFiles {
  let train: [EntryCollector.Held]
  let test: EntryCollector.Held

  /// Sorts out `files`; what is no batch is left out.
  init(_ files: [EntryCollector.Held], path: String) throws(DataError) {
    var numbered: [(number: Int, file: EntryCollector.Held)] = []
    var test: EntryCollector.Held?
    var kind = ""
    for file in files {
      switch file.role {
      case .binaryBatch(let split, let number, _), .pickledBatch(let split, let number, _):
        if case .binaryBatch = file.role { kind = ".bin" }
        if split == .train { numbered.append((number, file)) } else { test = file }
      default: continue
      }
    }
    numbered.sort { $0.number < $1.number }
    guard let test else { throw DataError.missing(name: "test_batch\(kind)", path: path) }
    guard !numbered.isEmpty else { throw DataError.missing(name: "data_batch_1\(kind)", path: path) }
    for (index, batch) in numbered.enumerated() where batch.number != index + 1 {
      throw index > 0 && batch.number == numbered[index - 1].number
        ? DataError.several(path: path, sets: numbered[index - 1...index].map(\.file.path))
        : .missing(name: "data_batch_\(index + 1)\(kind)", path: path)
    }
    train = numbered.map(\.file)
    self.test = test
  }

  /// CIFAR-10 has five training batches; fewer are used, and said to be fewer.
  func notices(classes: [String]) -> [String] {
    guard Set(classes) == Set(DataSet.cifar10Classes), train.count < 5 else { return [] }
    return ["only \(train.count) of CIFAR-10's 5 training batches are there"]
  }
}
