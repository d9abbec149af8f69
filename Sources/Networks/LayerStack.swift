import Kernels

/// The layers of a network under construction: each is added to what the ones before it put out.
package struct LayerStack {
  /// A layer and its name, as in the article's classes: `layers.0`, `out`.
  package struct Entry {
    package let name: String
    package let layer: any Layer
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
}
