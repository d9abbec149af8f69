import Files
import Networks

/// Why a file's tensors do not fit a network.
package struct WeightsError: UserFacingError, Equatable {
  package var missing: [String] = []
  package var unexpected: [String] = []
  /// Name, expected shape, shape in the file.
  package var shapes: [String] = []
  /// Name and dtype of tensors that are not floating-point.
  package var types: [String] = []
  /// The one kind of batch statistics that a file holds where the other was asked for.
  package var statistics: NetworkOptions.BatchNormStatistics?

  package var exitCode: ExitCode { .fileProblem }
  package var remedy: String? {
    statistics.map { "leave out --bn-stats, or say \($0.rawValue); what is trained from now on keeps both" }
  }
  package var problem: String {
    if let statistics {
      return "the weights hold one kind of batch statistics, \(statistics.rawValue), and not "
        + statistics.other.rawValue
    }
    var parts: [String] = []
    if !missing.isEmpty { parts.append("missing: \(WeightsError.list(missing))") }
    if !unexpected.isEmpty { parts.append("unexpected: \(WeightsError.list(unexpected))") }
    if !shapes.isEmpty { parts.append("other shape: \(WeightsError.list(shapes))") }
    if !types.isEmpty { parts.append("other type: \(WeightsError.list(types))") }
    return "the weights do not fit the network; " + parts.joined(separator: "; ")
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }

  fileprivate var isEmpty: Bool { self == WeightsError() }
}

extension Safetensors {
  /// The metadata entry of the kind of batch statistics that evaluation normalises with.
  package static let batchStatisticsEntry = "bn_stats"

  /// nil: the file does not say it.
  package var batchStatistics: NetworkOptions.BatchNormStatistics? {
    metadata[Self.batchStatisticsEntry].flatMap(NetworkOptions.BatchNormStatistics.init)
  }
}

/// Weights as safetensors: parameters under the article's names, buffers as `<layer>.means`.
extension Network {
  /// Every parameter, then the buffers that evaluation needs.
  package var weights: Safetensors { weights(state) }

  /// The same with other values, and with the other kind of batch statistics where that is asked for.
  package func weights(_ state: WeightsState, withBothStatistics: Bool = false) -> Safetensors {
    let buffers = writtenTensors.filter { withBothStatistics || !$0.isOfOtherKind }
    return Safetensors(
      tensors: valueTensors(state.values) + tensors(of: buffers, state.buffers), metadata: ["format": "pt"])
  }

  /// A tensor per parameter, with one of `values` for each weight.
  func valueTensors(_ values: [Float], prefix: String = "") -> [Safetensors.Tensor] {
    parameters.map { .init(name: prefix + $0.name, shape: $0.shape, values: Array(values[$0.range])) }
  }

  /// The buffers that hold something, with values from `buffers`.
  func bufferTensors(_ buffers: [Float], prefix: String = "") -> [Safetensors.Tensor] {
    tensors(of: writtenTensors, buffers, prefix: prefix)
  }

  private func tensors(of named: [NamedBuffer], _ buffers: [Float], prefix: String = "") -> [Safetensors.Tensor] {
    named.filter { $0.flag.map { buffers[$0] != 0 } ?? true }.map {
      .init(name: prefix + $0.name, shape: $0.shape, values: Array(buffers[$0.range]))
    }
  }

  /// All buffers except the flags.
  private var writtenTensors: [NamedBuffer] {
    let flags = Set(namedBuffers.compactMap(\.flag))
    return namedBuffers.filter { !flags.contains($0.range.lowerBound) }
  }

  /// Loads all weights from a file, after checking every name and shape: either everything is loaded or nothing.
  /// Returns the prefix of PyTorch's wrappers that was removed from the names.
  ///
  /// Batch-norm statistics may be missing where training starts from the file, not where the network is to be
  /// evaluated. With `keepsHead` the network's head stays as it is, whatever the file has of one. Where the file does not
  /// say which kind of batch statistics it evaluates with, it is `kind`, or else the network's.
  @discardableResult
  package func load(
    _ file: Safetensors, needsStatistics: Bool, keepsHead: Bool = false,
    kind: NetworkOptions.BatchNormStatistics? = nil
  ) throws(WeightsError) -> String {
    var file = file
    let prefix = file.wrapperPrefix(of: parameters.map(\.name))
    file.dropPrefix(prefix)
    if keepsHead { putOwnHead(into: &file) }
    var state = try state(from: file, needsStatistics: needsStatistics)
    let kind = file.batchStatistics ?? kind ?? options.statistics
    if kind != options.statistics, knowsTwoStatistics {
      if holdsBothStatistics(state.buffers) {
        state.buffers = exchangingStatistics(state.buffers)
      } else if needsStatistics {
        throw WeightsError(statistics: kind)
      }
    }
    values.all.values = state.values
    buffers.all.values = state.buffers
    return prefix
  }

  /// Puts the network's own last layer that learns in the place of the file's, which may have other classes.
  private func putOwnHead(into file: inout Safetensors) {
    guard let head = parameters.last(where: { $0.group == .head }) else { return }
    let prefix = layers[head.layer].name + "."
    file.tensors.removeAll { $0.name.hasPrefix(prefix) }
    file.others = file.others.filter { !$0.key.hasPrefix(prefix) }
    file.tensors += weights.tensors.filter { $0.name.hasPrefix(prefix) }
  }

  /// A file's tensors in the order of the flat buffers, if every name and shape fits. The buffers of a layer must be
  /// there all together, or not at all; then they are those of a new network. The other kind of batch statistics may be
  /// missing for itself.
  func state(from file: Safetensors, needsStatistics: Bool) throws(WeightsError) -> WeightsState {
    var error = WeightsError()
    var found: [String: Safetensors.Tensor] = [:]
    for tensor in file.tensors { found[tensor.name] = tensor }
    var others = file.others
    func take(_ name: String, _ shape: [Int]) -> [Float]? {
      guard let tensor = found.removeValue(forKey: name) else {
        if let type = others.removeValue(forKey: name) {
          error.types.append("\(name) is \(type)")
        } else {
          error.missing.append(name)
        }
        return nil
      }
      guard tensor.shape == shape else {
        error.shapes.append("\(name) is \(tensor.shape), not \(shape)")
        return nil
      }
      return tensor.values
    }
    let taken = parameters.map { take($0.name, $0.shape) ?? [] }
    var kept = namedBuffers.flatMap { [Float](repeating: $0.start, count: $0.range.count) }
    let written = writtenTensors
    let present = Set(written.filter { !$0.isOfOtherKind && found[$0.name] != nil }.map(\.layer))
    let otherFlags = Set(written.filter { $0.isOfOtherKind && found[$0.name] != nil }.map(\.flag))
    for tensor in written
    where tensor.isOfOtherKind
      ? otherFlags.contains(tensor.flag) : needsStatistics || present.contains(tensor.layer)
    {
      guard let values = take(tensor.name, tensor.shape) else { continue }
      kept.replaceSubrange(tensor.range, with: values)
      if let flag = tensor.flag { kept[flag] = 1 }
    }
    error.unexpected = (Array(found.keys) + others.keys).filter { !Safetensors.isStepCount($0) }.sorted()
    guard error.isEmpty else { throw error }
    return WeightsState(values: taken.flatMap { $0 }, buffers: kept)
  }
}
