import Kernels

/// The layers of a network under construction: each is added to what the ones before it put out.
package struct LayerStack {
  /// A layer and its name, as in the article's classes: `layers.0`, `out`.
  package struct Entry {
    package let name: String
    package let layer: any Layer

    /// Weights and biases of the layer.
    package var parameterCount: Int { layer.parameters.reduce(0) { $0 + $1.count } }
  }

  package private(set) var entries: [Entry] = []
  package let image: MapShape
  package let classes: Int
  /// What the last layer puts out: the input of the next one.
  package private(set) var shape: MapShape

  /// A stack without layers for images of that shape.
  package init(image: MapShape, classes: Int) {
    self.image = image
    self.classes = classes
    shape = image
  }

  /// Adds the layer that `make` builds for the shape reached so far; an error carries the layer's name.
  package mutating func add(_ name: String, _ make: (MapShape) throws(NetworkError) -> any Layer) throws(NetworkError) {
    do {
      let layer = try make(shape)
      entries.append(Entry(name: name, layer: layer))
      shape = layer.output
    } catch .layer(_, let reason) {
      throw .layer(name, reason)
    }
  }

  /// The 5×5 convolution that the article's deeper networks begin with: a bias, and no ReLU.
  mutating func addStem(_ width: Int) throws(NetworkError) {
    try add("conv1") { input throws(NetworkError) in
      try Conv2d(input, width, kernel: 5, stride: 1, padding: 2, relu: false)
    }
  }

  /// How all but SimpleNet end: the largest value of each map, and a Linear layer to the classes.
  mutating func addHead(dropout: Double? = nil) throws(NetworkError) {
    try add("pool") { input throws(NetworkError) in GlobalMaxPool(input) }
    if let dropout { try add("dropout") { input throws(NetworkError) in Dropout(input, dropout) } }
    let classes = classes
    try add("out") { input throws(NetworkError) in try Linear(input, classes) }
  }

  /// Learned values in all layers.
  package var parameterCount: Int { entries.reduce(0) { $0 + $1.parameterCount } }
  /// Multiply-adds of one image's forward pass.
  package var macs: Int { entries.reduce(0) { $0 + $1.layer.macs } }
}
