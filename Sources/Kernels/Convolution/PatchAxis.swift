/// How a 3×3 convolution's maps are cut into patches along one axis.
struct PatchAxis {
  enum Filter {
    case fourOutputs, twoOutputs, twoOfTwo

    fileprivate var kind: any MinimalFilter.Type {
      switch self {
      case .fourOutputs: FourOutputs.self
      case .twoOutputs: TwoOutputs.self
      case .twoOfTwo: TwoOfTwo.self
      }
    }
  }

  /// Positions of the maps.
  let size: Int
  let filter: Filter
  let patches: Int
  /// The filter's.
  let inputs, outputs, products, offset: Int

  /// With `filter`, but on maps of two positions with theirs.
  init(size: Int, _ filter: Filter) {
    self.size = size
    self.filter = size == 2 ? .twoOfTwo : filter
    let kind = self.filter.kind
    (inputs, outputs, products, offset) = (kind.inputs, kind.outputs, kind.products, kind.offset)
    patches = (size + outputs - 1) / outputs
  }

  /// Positions that the patches reach, the padding's included.
  var reach: Int { (patches - 1) * outputs + inputs }
}
