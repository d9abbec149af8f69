import Networks

/// Weights that every step treats alike.
package struct ParameterGroup: Sendable, Equatable {
  /// The filters of a convolution, where the optimiser takes them as a whole.
  package struct Filters: Sendable, Equatable {
    let range: Range<Int>
    let rows: Int
  }

  /// Ranges of the flat buffers; frozen weights leave gaps.
  package private(set) var ranges: [Range<Int>] = []
  private(set) var filters: [Filters] = []
  /// What settings may call it by, the most specific name first.
  let names: [String]
  /// nil: it has stopped, and stays as it is.
  package var learningRate: Double? = 0
  package var weightDecay = 0.0
  /// The schedule's momentum, or its own; nil: the optimiser's.
  package var momentum: Double?

  /// All trainable weights of a network.
  init(allOf network: Network) {
    ranges = network.trainableRanges
    names = []
  }

  private init(names: [String]) { self.names = names }

  /// Those of the filters, too.
  var allRanges: [Range<Int>] { ranges + filters.map(\.range) }

  /// The trainable weights of a network in as few groups as `names` tell apart: kinds of weights, layers, parameters.
  static func groups(
    of network: Network, named names: Set<String>, separatingFilters: Bool = false
  ) -> [ParameterGroup] {
    let specificFirst = names.sorted { ($0.count, $0) > ($1.count, $1) }
    var groups: [ParameterGroup] = []
    for parameter in network.parameters where parameter.learns {
      // Layers before kinds, of which a weight has one.
      let fitting =
        specificFirst.filter { parameter.isPart(of: $0) } + specificFirst.filter { $0 == parameter.group.rawValue }
      let index = groups.firstIndex { $0.names == fitting } ?? groups.count
      if index == groups.count { groups.append(ParameterGroup(names: fitting)) }
      if separatingFilters, let filters = parameter.filters {
        groups[index].filters.append(Filters(range: parameter.range, rows: filters.rows))
      } else {
        groups[index].ranges.append(joining: parameter.range)
      }
    }
    return groups
  }
}

extension [String] {
  /// The value of the first name that has one.
  func value<Value>(_ value: (String) -> Value?) -> Value? {
    for name in self { if let found = value(name) { return found } }
    return nil
  }
}

extension [Range<Int>] {
  /// Appends a range, as part of the last one where it begins at its end.
  fileprivate mutating func append(joining range: Range<Int>) {
    if let last, last.upperBound == range.lowerBound {
      self[count - 1] = last.lowerBound..<range.upperBound
    } else {
      append(range)
    }
  }
}

/// What some weights have of their own, by the name of a kind (`weights`, `biases`, `norms`, `head`), of a layer or of a
/// parameter.
package struct GroupSettings: Sendable, Hashable {
  /// In place of the fit call's rate; it moves as that does.
  package var learningRates: [String: Double] = [:]
  package var weightDecays: [String: Double] = [:]
  package var momenta: [String: Double] = [:]

  package init() {}

  /// Whether weights may be called so: letters, digits, `_` and `.`.
  package static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
  }

  package var names: Set<String> { Set(learningRates.keys).union(weightDecays.keys).union(momenta.keys) }
}
