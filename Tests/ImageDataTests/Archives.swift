import CArchive
import Foundation

/// Archives made for a test.
enum Archives {
  enum Kind: String, CaseIterable {
    case tar, tarGz = "tar.gz", tgz, tarXz = "tar.xz", tarBz2 = "tar.bz2", tarZst = "tar.zst", zip, stored = "zip.zip"
    case sevenZip = "7z"

    /// Whether every byte of the content stands under a checksum; zstd's is left out here.
    var hasChecksum: Bool { self != .tar && self != .tarZst }
  }

  enum Item {
    case file(String, [UInt8])
    case folder(String)
    case symbolicLink(String, to: String)
    case hardLink(String, to: String)
  }

  /// Writes an archive of files.
  static func write(_ files: [(path: String, bytes: [UInt8])], _ kind: Kind, to path: String) {
    write(files.map { .file($0.path, $0.bytes) }, kind, to: path)
  }

  /// The bytes of an archive of files.
  static func bytes(_ files: [(path: String, bytes: [UInt8])], _ kind: Kind) throws -> [UInt8] {
    let path = NSTemporaryDirectory() + "/cifarlab-test-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    write(files, kind, to: path)
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// Writes an archive of anything.
  static func write(_ items: [Item], _ kind: Kind, to path: String) {
    let handle = archive_write_new()
    defer { archive_write_free(handle) }
    switch kind {
    case .tar: archive_write_set_format_ustar(handle)
    case .tarGz, .tgz:
      archive_write_set_format_ustar(handle)
      archive_write_add_filter_gzip(handle)
    case .tarXz:
      archive_write_set_format_ustar(handle)
      archive_write_add_filter_xz(handle)
    case .tarBz2:
      archive_write_set_format_ustar(handle)
      archive_write_add_filter_bzip2(handle)
    case .tarZst:
      archive_write_set_format_ustar(handle)
      archive_write_add_filter_zstd(handle)
    case .zip: archive_write_set_format_zip(handle)
    case .stored:
      archive_write_set_format_zip(handle)
      archive_write_zip_set_compression_store(handle)
    case .sevenZip: archive_write_set_format_7zip(handle)
    }
    archive_write_open_filename(handle, path)
    for item in items { write(item, handle) }
    archive_write_close(handle)
  }

  private static func write(_ item: Item, _ handle: OpaquePointer?) {
    let entry = archive_entry_new()
    defer { archive_entry_free(entry) }
    archive_entry_set_perm(entry, 0o644)
    archive_entry_set_filetype(entry, 0o100000)
    var content: [UInt8] = []
    switch item {
    case .file(let path, let bytes):
      archive_entry_set_pathname(entry, path)
      content = bytes
    case .folder(let path):
      archive_entry_set_pathname(entry, path)
      archive_entry_set_filetype(entry, 0o040000)
    case .symbolicLink(let path, let target):
      archive_entry_set_pathname(entry, path)
      archive_entry_set_filetype(entry, 0o120000)
      archive_entry_set_symlink(entry, target)
    case .hardLink(let path, let target):
      archive_entry_set_pathname(entry, path)
      archive_entry_set_hardlink(entry, target)
    }
    archive_entry_set_size(entry, Int64(content.count))
    archive_write_header(handle, entry)
    archive_write_data(handle, content, content.count)
  }

  /// The bytes of one gzip file.
  static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let path = NSTemporaryDirectory() + "/cifarlab-test-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let handle = archive_write_new()
    archive_write_set_format_raw(handle)
    archive_write_add_filter_gzip(handle)
    archive_write_open_filename(handle, path)
    write(.file("content", bytes), handle)
    archive_write_close(handle)
    archive_write_free(handle)
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}
