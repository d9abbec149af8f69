import Files

/// The file of one image, wherever its set was read from.
package struct PictureFile: Sendable, Equatable {
  /// The folder, list or archive.
  let source: String
  let path: EntryPath

  /// For people.
  package var name: String { path.text }

  /// Its path on the disk; nil where it stands in an archive, or is gone.
  package var location: String? {
    let name = String(decoding: path.bytes, as: UTF8.self)
    return folders.lazy.map { $0 + name }.first { FileKind(of: $0) != nil }
  }

  /// What its path may begin with. The names in a list begin at its folder, or at the root.
  private var folders: [String] {
    if FileKind(of: source) == .folder { return [source.hasSuffix("/") ? source : source + "/"] }
    guard ListSource.isList(source) else { return [] }
    return [source.lastIndex(of: "/").map { String(source[...$0]) } ?? "./", "/"]
  }
}

extension DataSet {
  /// The file of an image, where it has one of its own.
  package func pictureFile(_ place: ImagePlace) -> PictureFile? {
    images(place.part).flatMap { images in
      images.files.isEmpty ? nil : PictureFile(source: source, path: images.files[place.index].path)
    }
  }
}
