import Kernels

/// A tensor of a trained network with its full name: `layers.0.conv.weight`.
package struct StoredTensor: Sendable, Equatable {
  package let name: String
  package let shape: [Int]
  package let values: [Float]

  package init(name: String, shape: [Int], values: [Float]) {
    self.name = name
    self.shape = shape
    self.values = values
  }
}

/// What a layer does in evaluation, in terms that other tools have too.
package indirect enum InferenceStep: Sendable {
  /// y = w ∗ x + b; `weight` is [out, in, height, width].
  case convolution(weight: StoredTensor, bias: StoredTensor?, stride: Int, padding: Int)
  /// y = W·x + b over all of an image's values; `weight` is [out, in].
  case linear(weight: StoredTensor, bias: StoredTensor?)
  /// y = (x − centre)·factor + shift, each of them one value a channel.
  case normalisation(centre: StoredTensor, factor: StoredTensor, shift: StoredTensor)
  case activation(Activation)
  case globalPool(GlobalPooling)
  case pool(WindowPooling.Kind, kernel: Int, stride: Int, padding: Int)
  case flatten
  case scale(Float)
  /// The sum of what two branches make of the same x; one without steps gives x itself.
  case sum([InferenceStep], [InferenceStep])
}

/// What a layer of a trained network holds, by the names within the layer.
package struct LayerTensors: Sendable {
  /// The full name of the layer.
  package let name: String
  private let tensors: [String: StoredTensor]

  init(name: String, tensors: [StoredTensor]) {
    self.name = name
    self.tensors = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0) })
  }

  private init(name: String, tensors: [String: StoredTensor]) {
    self.name = name
    self.tensors = tensors
  }

  /// The tensor that the layer's facts declare under that name.
  package subscript(local: String) -> StoredTensor {
    guard let tensor = tensors["\(name).\(local)"] else { fatalError("\(name) has no tensor '\(local)'") }
    return tensor
  }

  /// One that follows from the others, a value a channel.
  func derived(_ local: String, _ values: [Float]) -> StoredTensor {
    StoredTensor(name: "\(name).\(local)", shape: [values.count], values: values)
  }

  /// Those of a layer inside of this one.
  func inside(_ layer: String) -> LayerTensors { LayerTensors(name: "\(name).\(layer)", tensors: tensors) }
}

extension [LayerSpec] {
  /// What the layers do in evaluation, one after the other; they stand inside of `block`.
  func inference(_ block: LayerTensors) -> [InferenceStep] { flatMap { $0.kind.inference(block.inside($0.name)) } }
}

extension Network {
  /// What the network does in evaluation, from normalised pixels to logits, with its present weights and statistics.
  package var inferenceSteps: [InferenceStep] {
    let stored =
      parameters.map { StoredTensor(name: $0.name, shape: $0.shape, values: values.slice($0.range).values) }
      + namedBuffers.map { StoredTensor(name: $0.name, shape: $0.shape, values: buffers.slice($0.range).values) }
    return layers.flatMap { $0.spec.kind.inference(LayerTensors(name: $0.name, tensors: stored)) }
  }

  /// Layers whose evaluation has no statistics to normalise with, as they have not seen a batch yet.
  package var layersWithoutStatistics: [String] {
    let unseen = namedBuffers.filter { tensor in
      !tensor.isOfOtherKind && tensor.flag.map { buffers[$0] == 0 } ?? false
    }
    return Set(unseen.map { layers[$0.layer].name }).sorted()
  }
}
