/// The images of one split while they are put together.
struct SplitImages {
  var pixels: [UInt8] = []
  var labels: [UInt8] = []
}

/// What a layout's reader found: everything of a data set but its name.
struct ReadSet {
  var classes: [String]
  var train: ImageSet
  var valid: ImageSet
  var notices: [String] = []
}
