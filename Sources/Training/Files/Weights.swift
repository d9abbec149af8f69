import Files
import Networks

/// Why a file's tensors are not this network's.
package struct WeightsError: UserFacingError, Equatable {
  package var missing: [String] = []
  package var unexpected: [String] = []
  /// The name, the network's shape, the file's.
  package var shapes: [String] = []

  package var exitCode: ExitCode { .fileProblem }
  package var problem: String {
    var parts: [String] = []
    if !missing.isEmpty { parts.append("missing: \(WeightsError.list(missing))") }
    if !unexpected.isEmpty { parts.append("unexpected: \(WeightsError.list(unexpected))") }
    if !shapes.isEmpty { parts.append("other shape: \(WeightsError.list(shapes))") }
    return "the weights do not fit the network; " + parts.joined(separator: "; ")
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }

  fileprivate var isEmpty: Bool { missing.isEmpty && unexpected.isEmpty && shapes.isEmpty }
}

/// Weights under the article's parameter names, and batch-norm statistics as `<layer>.means` and `<layer>.stds`.
extension Network {
  /// What a weights file holds: every parameter, then the statistics of the layers that have any.
  package var weights: Safetensors {
    var tensors = parameters.map { parameter in
      Safetensors.Tensor(
        name: parameter.name, shape: parameter.shape, values: values.slice(parameter.range).values)
    }
    for entry in statistics {
      let shape = [entry.means.count, 1, 1]
      tensors.append(Safetensors.Tensor(name: entry.name + ".means", shape: shape, values: entry.means))
      tensors.append(Safetensors.Tensor(name: entry.name + ".stds", shape: shape, values: entry.stds))
    }
    return Safetensors(tensors: tensors, metadata: ["format": "pt"])
  }

  /// Takes all weights from a file, after checking every name and shape: either all of it is taken or nothing.
  ///
  /// Statistics may be missing from a file that training starts from, not from one that is to be evaluated.
  package func load(_ file: Safetensors, needsStatistics: Bool) throws(WeightsError) {
    let (taken, stored) = try values(from: file, needsStatistics: needsStatistics)
    values.all.values = taken
    statistics = stored
  }

  /// A file's weights in the order of the flat buffer, and its statistics, if every name and shape is this network's.
  func values(
    from file: Safetensors, needsStatistics: Bool
  ) throws(WeightsError) -> ([Float], [LayerStatistics]) {
    var error = WeightsError()
    var found: [String: Safetensors.Tensor] = [:]
    for tensor in file.tensors { found[tensor.name] = tensor }
    func take(_ name: String, _ shape: [Int], isNeeded: Bool = true) -> [Float]? {
      guard let tensor = found.removeValue(forKey: name) else {
        if isNeeded { error.missing.append(name) }
        return nil
      }
      guard tensor.shape == shape else {
        error.shapes.append("\(name) is \(tensor.shape), not \(shape)")
        return nil
      }
      return tensor.values
    }
    let taken = parameters.map { take($0.name, $0.shape) }
    let stored: [LayerStatistics] = batchNorms.compactMap { name, layer in
      let shape = [layer.means.count, 1, 1]
      let isNeeded = needsStatistics || found[name + ".means"] != nil || found[name + ".stds"] != nil
      let means = take(name + ".means", shape, isNeeded: isNeeded)
      let stds = take(name + ".stds", shape, isNeeded: isNeeded)
      guard let means, let stds else { return nil }
      return LayerStatistics(name: name, means: means, stds: stds)
    }
    error.unexpected = found.keys.sorted()
    guard error.isEmpty else { throw error }
    return (taken.flatMap { $0 ?? [] }, stored)
  }
}
