import Files
import Foundation

/// Writes down which image is in which part of a set, as a list that is read again: `file,label,split`.
package enum ListWriter {
  /// Files stand relative to the list where they are below its folder, else by absolute paths; those of an archive as the
  /// archive names them.
  package static func write(_ set: DataSet, to path: String) throws(DataError) {
    let parts = [("train", set.train), ("valid", set.valid), ("test", set.test)].compactMap { name, images in
      images.map { (name: name, images: $0) }
    }
    guard parts.allSatisfy({ $0.images.files.count == $0.images.count }) else {
      throw DataError.notListable(path: set.source)
    }
    let start = start(of: set.source, with: set.train.files[0], from: path)
    var lines = Array("file,label,split\n".utf8)
    for (name, images) in parts {
      for (file, label) in zip(images.files, images.labels) {
        lines += DelimitedText.line([
          start + file.path.bytes, Array(set.classes[Int(label)].utf8), Array(name.utf8),
        ])
      }
    }
    try DataError.writing { () throws(FileProblem) in try FileAccess.write(lines, to: path) }
  }

  /// What leads from the list to the files of the source, of which `file` is one.
  private static func start(of source: String, with file: ImageFile, from list: String) -> [UInt8] {
    var folder = URL(fileURLWithPath: source).resolvingSymlinksInPath().path
    if FileKind(of: source) != .folder {
      // A list's files stand around it, an archive's nowhere yet.
      guard ListSource.isList(source) else { return [] }
      folder = (folder as NSString).deletingLastPathComponent
      if FileKind(of: folder + "/" + file.name) == nil { folder = "/" }
    }
    let around = URL(fileURLWithPath: list).deletingLastPathComponent().resolvingSymlinksInPath().path
    if folder == around { return [] }
    let inside = around == "/" ? around : around + "/"
    return Array((folder == "/" ? "" : folder.hasPrefix(inside) ? String(folder.dropFirst(inside.count)) : folder).utf8)
      + [UInt8(ascii: "/")]
  }
}
