extension SplitRole {
  /// What a folder's name stands for: `train`, `Training_Set`, `seg_train`, `val`, `dev`, `test_images`, …
  init?(_ folder: EntryName) {
    var word = folder.text.lowercased()
    for start in ["seg_", "images_"] where word.hasPrefix(start) { word.removeFirst(start.count) }
    for ending in ["set", "images", "data"] where word.hasSuffix(ending) && word != ending {
      word.removeLast(ending.count)
    }
    while let last = word.last, "_- ".contains(last) { word.removeLast() }
    switch word {
    case "train", "training": self = .train
    case "valid", "val", "validation", "dev": self = .valid
    case "test", "testing": self = .test
    default: return nil
    }
  }
}
