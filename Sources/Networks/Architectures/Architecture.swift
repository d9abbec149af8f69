import Kernels

/// A family of networks, as an article would describe it: what it is, its usual widths and schedule, its layers.
///
/// A new one is one file with a type of its own, and its entry in `Architectures.all`; or a text among `NetworkTexts`.
package protocol Architecture: Sendable {
  /// The name people type, in any case.
  var name: String { get }
  /// What it is and why one would take it, in a line or two.
  var explanation: String { get }
  /// The article's list of widths.
  var defaultWidths: [Int] { get }
  /// The article's calls of `fit`, in the grammar of `--fit`: `"1e-1, 4, cycle_len=1"`.
  var schedule: [String] { get }
  /// The accuracy that the article or its notebook states for that schedule, as a fraction.
  var publishedAccuracy: Double? { get }
  /// Whether `compare` runs it without being asked.
  var isInComparison: Bool { get }
  /// The first and last entries of the width list that follow from the data: 3 channels, 3,072 pixels, 10 classes.
  func fixedWidths(image: MapShape, classes: Int) -> (first: Int?, last: Int?)
  /// The layers, first to last, ending in one output a class. `widths` is checked already.
  func layers(_ widths: [Int], classes: Int) -> [NamedLayer]
  /// The layers for those widths with all that follows from them; nothing is allocated for weights or batches.
  func specs(_ widths: [Int], image: MapShape, classes: Int) throws(NetworkError) -> [LayerSpec]
  /// What it is made from, where that is a text.
  var text: NetworkText? { get }
}

extension Architecture {
  package func fixedWidths(image: MapShape, classes: Int) -> (first: Int?, last: Int?) { (nil, nil) }

  /// The default widths, with those that follow from the data put in.
  package func widths(image: MapShape, classes: Int) -> [Int] {
    let fixed = fixedWidths(image: image, classes: classes)
    var widths = defaultWidths
    guard !widths.isEmpty else { return widths }
    if let first = fixed.first { widths[0] = first }
    if let last = fixed.last { widths[widths.count - 1] = last }
    return widths
  }

  package var text: NetworkText? { nil }

  package func specs(_ widths: [Int], image: MapShape, classes: Int) throws(NetworkError) -> [LayerSpec] {
    try check(widths, image: image, classes: classes)
    let specs = try [LayerSpec](layers(widths, classes: classes), over: image)
    guard let output = specs.last?.output, output == MapShape(classes, 1, 1) else {
      fatalError("\(name) does not end in one output for each of \(classes) classes")
    }
    return specs
  }

  /// The 5×5 convolution that the article's deeper networks begin with: a bias, and no ReLU.
  static func stem(_ width: Int) -> NamedLayer {
    NamedLayer("conv1", Conv2d(width, kernel: 5, stride: 1, padding: 2, relu: false))
  }

  /// How all but SimpleNet end: the largest value of each map, and a Linear layer to the classes.
  static func head(_ classes: Int, dropout: Double? = nil) -> [NamedLayer] {
    var head = [NamedLayer("pool", GlobalMaxPool()), NamedLayer("out", Linear(classes))]
    if let dropout { head.insert(NamedLayer("dropout", Dropout(dropout)), at: 1) }
    return head
  }

  private func check(_ widths: [Int], image: MapShape, classes: Int) throws(NetworkError) {
    let fixed = fixedWidths(image: image, classes: classes)
    let least = (fixed.first == nil ? 0 : 1) + (fixed.last == nil ? 0 : 1) + 1
    guard widths.count >= least else {
      throw .width(
        index: nil, "\(name) needs at least \(least), as in \(defaultWidths.map(String.init).joined(separator: ","))")
    }
    guard widths.count <= WidthLimits.count.upperBound else {
      throw .width(index: nil, "more than \(WidthLimits.count.upperBound) layers")
    }
    for (index, width) in widths.enumerated() where !WidthLimits.width.contains(width) {
      throw .width(
        index: index,
        "\(width) is not between \(WidthLimits.width.lowerBound) and \(WidthLimits.width.upperBound)")
    }
    if let first = fixed.first, widths[0] != first {
      throw .width(index: 0, "must be \(first) for images of \(image), not \(widths[0])")
    }
    if let last = fixed.last, widths[widths.count - 1] != last {
      throw .width(index: widths.count - 1, "must be \(last), one for each class, not \(widths[widths.count - 1])")
    }
  }
}
