/// Classes that have no names: they are called by their labels, and those that begin at one are counted from zero.
struct NumberedClasses {
  let names: [String]
  private let lowest: UInt8

  /// The classes from the lowest to the highest label of all `splits`. Each has images in the first, which is `train`.
  init(_ splits: [[UInt8]], _ listing: Listing) throws(DataError) {
    let (lowest, highest) = (splits.joined().min() ?? 0, splits.joined().max() ?? 0)
    let present = Set(splits[0])
    if let empty = (lowest...highest).first(where: { !present.contains($0) }) {
      throw listing.error(.emptyClass(name: "\(empty)", split: "train"))
    }
    self.lowest = lowest
    names = (lowest...highest).map(String.init)
  }

  func counted(_ labels: [UInt8]) -> [UInt8] { lowest == 0 ? labels : labels.map { $0 - lowest } }
}
