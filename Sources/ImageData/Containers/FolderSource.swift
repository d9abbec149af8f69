import Files
import Glibc

/// The files of a folder and all its subfolders. Links are followed, since the user named the folder; only regular files
/// and folders are data.
struct FolderSource: EntrySource {
  let path: String
  let limits: DataLimits
  /// nil: all of them.
  var only: NamedPlaces?

  /// A folder by device and inode.
  private struct Identity: Equatable {
    let device: dev_t
    let inode: ino_t
  }

  func read(into receiver: inout some EntryReceiver) throws(DataError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(.root) }
    var entries = 0
    try read(descriptor, .root, around: [], &entries, &receiver)
  }

  /// Reads an open folder, and closes it. `around` are the folders that it stands in.
  private func read(
    _ descriptor: Int32, _ folder: EntryPath, around: [Identity], _ entries: inout Int,
    _ receiver: inout some EntryReceiver
  ) throws(DataError) {
    guard let stream = fdopendir(descriptor) else {
      close(descriptor)
      throw failure(folder)
    }
    defer { closedir(stream) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(folder) }
    let identity = Identity(device: status.st_dev, inode: status.st_ino)
    guard !around.contains(identity) else { return receiver.note(.loop, folder) }
    guard around.count <= limits.depth else { return receiver.note(.tooDeep, folder) }
    if !around.isEmpty { receiver.takeFolder(folder) }
    for name in try names(stream, folder) {
      entries += 1
      guard entries <= limits.entries else {
        throw DataError.content(
          .tooLarge(what: "more than \(limits.entries) files and folders", limit: "\(limits.entries)"), file: path)
      }
      let inner = folder.appending(name)
      if let only, !only.leads(into: inner), !only.contains(inner) { continue }
      if name.isHidden, only == nil {
        receiver.note(.hidden, inner)
        continue
      }
      try read(name, at: inner, in: descriptor, around: around + [identity], &entries, &receiver)
    }
  }

  private func read(
    _ name: EntryName, at inner: EntryPath, in folder: Int32, around: [Identity], _ entries: inout Int,
    _ receiver: inout some EntryReceiver
  ) throws(DataError) {
    let terminated = name.bytes.map(CChar.init(bitPattern:)) + [0]
    var status = stat()
    guard fstatat(folder, terminated, &status, 0) == 0 else {
      // What has gone since the folder was listed is no part of the set.
      guard fstatat(folder, terminated, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
      return receiver.note(.danglingLink, inner)
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      let descriptor = openat(folder, terminated, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { throw failure(inner) }
      try read(descriptor, inner, around: around, &entries, &receiver)
    case S_IFREG:
      try readFile(name, at: inner, in: folder, &receiver)
    default: receiver.note(.device, inner)
    }
  }

  private func readFile(
    _ name: EntryName, at inner: EntryPath, in folder: Int32, _ receiver: inout some EntryReceiver
  ) throws(DataError) {
    let shown = shown(inner)
    let (file, start) = try DataError.reading { () throws(FileProblem) in
      let file = try OpenFile(reading: name.bytes, in: folder, path: shown)
      return (file, try file.read(upTo: FileFormat.startBytes))
    }
    guard receiver.wants(inner, start: start) else { return }
    let rest = try DataError.reading { () throws(FileProblem) -> [UInt8]? in
      let size = try file.size
      return size <= limits.entryBytes ? try file.read(upTo: max(size - start.count, 0)) : nil
    }
    guard let rest else {
      throw DataError.content(
        .tooLarge(what: "more than \(limits.entryBytes) bytes", limit: "\(limits.entryBytes) bytes"), file: shown)
    }
    try receiver.take(Entry(path: inner, bytes: start + rest))
  }

  private func failure(_ inner: EntryPath) -> DataError {
    .access(errno == EACCES ? .noPermission : .unreadable(String(cString: strerror(errno))), path: shown(inner))
  }

  private func shown(_ inner: EntryPath) -> String { inner.bytes.isEmpty ? path : path + "/" + inner.text }

  private func names(_ stream: OpaquePointer, _ folder: EntryPath) throws(DataError) -> [EntryName] {
    var names: [EntryName] = []
    errno = 0
    while let entry = readdir(stream) {
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if !bytes.elementsEqual(".".utf8), !bytes.elementsEqual("..".utf8) { names.append(EntryName(bytes: bytes)) }
    }
    guard errno == 0 else { throw failure(folder) }
    return names.sorted()
  }
}
