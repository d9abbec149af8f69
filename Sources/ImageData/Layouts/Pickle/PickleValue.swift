/// What a pickle of CIFAR-10's batches is made of. Containers stand in the parser's store and are named by index, so
/// that no nesting, however deep, is a recursion.
enum PickleValue {
  case mark
  case none
  case whole(Int)
  /// Text or bytes that stand in the file.
  case text(Range<Int>)
  /// Bytes that had to be decoded.
  case blob(Int)
  case tuple(Int)
  case list(Int)
  case dictionary(Int)
  case array(Int)
  /// A type of elements, by numpy's name: `u1`.
  case elements(String)
  case global(PickleGlobal)
}

/// The only names that a pickle may bring in. None of them is looked up or called: each stands for a rule of the parser.
enum PickleGlobal: String {
  case reconstruct = "_reconstruct"
  case frombuffer = "_frombuffer"
  case ndarray
  case dtype
  case encode

  /// Nil for every other name.
  init?(module: String, name: String) {
    switch (module, name) {
    case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"): self = .reconstruct
    case ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"): self = .frombuffer
    case ("numpy", "ndarray"): self = .ndarray
    case ("numpy", "dtype"): self = .dtype
    case ("_codecs", "encode"): self = .encode
    default: return nil
    }
  }
}

/// An array of bytes: where they are, and how many in each dimension.
struct PickledArray {
  var shape: [Int] = []
  var content: PickleValue = .none
}
