/// Entries and names of PyTorch's state dictionaries that networks here do not have.
extension Safetensors {
  /// Prefixes that DataParallel, `torch.compile` and common wrapping modules put before each name.
  private static let wrappers = ["module.", "_orig_mod.", "model."]

  /// `num_batches_tracked` of BatchNorm. It only matters to a cumulative average, which is not used here.
  static func isStepCount(_ name: String) -> Bool {
    name == "num_batches_tracked" || name.hasSuffix(".num_batches_tracked")
  }

  private var allNames: [String] { tensors.map(\.name) + others.keys }

  /// The prefix that wrappers have put before the names, several of them joined. Empty where one of `names` is there
  /// without a prefix.
  func wrapperPrefix(of names: [String]) -> String {
    let present = Set(allNames)
    var prefix = ""
    while !names.contains(where: { present.contains(prefix + $0) }),
      let wrapper = Self.wrappers.first(where: { wrapper in present.contains { $0.hasPrefix(prefix + wrapper) } })
    {
      prefix += wrapper
    }
    return names.contains { present.contains(prefix + $0) } ? prefix : ""
  }

  /// Takes a prefix off all names that have it, unless the rest is a name of its own.
  mutating func dropPrefix(_ prefix: String) {
    guard !prefix.isEmpty else { return }
    let present = Set(allNames)
    func shortened(_ name: String) -> String {
      let rest = String(name.dropFirst(prefix.count))
      return name.hasPrefix(prefix) && !present.contains(rest) ? rest : name
    }
    for index in tensors.indices { tensors[index].name = shortened(tensors[index].name) }
    others = Dictionary(uniqueKeysWithValues: others.map { (shortened($0.key), $0.value) })
  }
}
