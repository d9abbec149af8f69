import Kernels
import Networks

/// A copy of the stored batch-norm statistics of a network, taken and put back without allocating.
final class StatisticsCopy {
  private struct Entry {
    let name: String
    let layer: BnLayer
    let means: FloatBuffer
    let stds: FloatBuffer
    var isSet = false
  }
  private var entries: [Entry]

  /// A copy of what `network` holds now.
  init(of network: Network) {
    entries = network.batchNorms.map {
      Entry(
        name: $0.name, layer: $0.layer, means: FloatBuffer(count: $0.layer.means.count),
        stds: FloatBuffer(count: $0.layer.stds.count))
    }
    save()
  }

  /// Takes over what the network holds now.
  func save() {
    for i in entries.indices {
      entries[i].means.all.copy(from: entries[i].layer.means.all)
      entries[i].stds.all.copy(from: entries[i].layer.stds.all)
      entries[i].isSet = entries[i].layer.hasStatistics
    }
  }

  /// The copy as values, of the layers that have any.
  var statistics: [LayerStatistics] {
    get {
      entries.filter(\.isSet).map {
        LayerStatistics(name: $0.name, means: $0.means.all.values, stds: $0.stds.all.values)
      }
    }
    set {
      for i in entries.indices {
        let entry = newValue.first { $0.name == entries[i].name }
        entries[i].isSet = entry != nil
        guard let entry else { continue }
        entries[i].means.all.values = entry.means
        entries[i].stds.all.values = entry.stds
      }
    }
  }

  /// Puts back what was saved last.
  func restore() {
    for entry in entries {
      entry.layer.means.all.copy(from: entry.means.all)
      entry.layer.stds.all.copy(from: entry.stds.all)
      entry.layer.hasStatistics = entry.isSet
    }
  }
}

/// The stored statistics of one batch-norm layer, as values.
package struct LayerStatistics: Sendable, Equatable {
  /// The layer's name: `layers.0`.
  package var name: String
  package var means: [Float]
  package var stds: [Float]

  /// Mean and unbiased standard deviation of each channel.
  package init(name: String, means: [Float], stds: [Float]) {
    self.name = name
    self.means = means
    self.stds = stds
  }
}

extension Network {
  /// The statistics of each layer that has any; set, those of the others are forgotten.
  package var statistics: [LayerStatistics] {
    get {
      batchNorms.filter(\.layer.hasStatistics).map {
        LayerStatistics(name: $0.name, means: $0.layer.means.all.values, stds: $0.layer.stds.all.values)
      }
    }
    set {
      for (name, layer) in batchNorms {
        let entry = newValue.first { $0.name == name }
        layer.hasStatistics = entry != nil
        layer.means.all.values = entry?.means ?? [Float](repeating: 0, count: layer.means.count)
        layer.stds.all.values = entry?.stds ?? [Float](repeating: 0, count: layer.stds.count)
      }
    }
  }
}
