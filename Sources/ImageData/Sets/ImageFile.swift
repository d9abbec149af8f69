/// The file that an image comes from.
package struct ImageFile: Sendable, Hashable {
  /// Within the folder or archive.
  let path: EntryPath
  /// The first half of the SHA-256 of the file's bytes.
  package let digest: UInt128
  package let sides: PictureSides

  package var name: String { path.text }
}

extension SHA256 {
  /// The first half of the digest of `bytes`: enough to tell images apart.
  static func half(_ bytes: RawSpan) -> UInt128 {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finishHalf()
  }

  /// The first half of the digest of all that was taken. Ends the hash's use.
  mutating func finishHalf() -> UInt128 { finish().prefix(16).reduce(0) { $0 << 8 | UInt128($1) } }
}
