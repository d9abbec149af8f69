/// A kind of layer that is written as a line.
package protocol WrittenKind: LayerKind {
  /// The word that it is called by.
  static var word: String { get }
  /// How a line of it is written, with the usual values of its keys.
  static var usage: String { get }
  /// The kind that the words behind its own describe.
  init(_ words: inout LayerWords) throws(NetworkTextError)
  /// Those words, without the keys that have their usual values; `count` writes numbers of channels.
  func words(_ count: (Int) -> String) -> [String]
  /// What the names of its parameters begin with that its label has to end with.
  var labelEnding: String { get }
}

extension WrittenKind {
  package var labelEnding: String { "" }
}
