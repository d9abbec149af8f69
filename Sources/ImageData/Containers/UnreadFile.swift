/// Something that was met in a folder or an archive and is no image of the set.
package struct UnreadFile: Sendable, Equatable {
  /// In a word or two: `broken`, `hidden`, `WebP picture`.
  package let kind: String
  /// Its path within the set.
  package let path: String
  /// Where it has one beside its kind.
  package let reason: String?
}
