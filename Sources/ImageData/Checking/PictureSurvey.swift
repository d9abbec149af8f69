import CImageCodecs
import Files

/// The sizes of all pictures in a folder or an archive. It is read for this alone; nothing is decoded.
struct PictureSurvey: EntryReceiver {
  private(set) var odd: [OddPicture] = []
  private let size: Int
  private let limits: DataLimits

  /// The odd ones among the pictures of `data`; none where it was not read from files.
  static func oddPictures(of data: DataSet, limits: DataLimits = DataLimits()) throws(DataError) -> [OddPicture] {
    var survey = PictureSurvey(size: data.size, limits: limits)
    switch FileKind(of: data.source) {
    case .folder: try FolderSource(path: data.source, limits: limits).read(into: &survey)
    case .regular: try ArchiveSource(file: .path(data.source), limits: limits).read(into: &survey)
    case .other, nil: break
    }
    return survey.odd.sorted { $0.file < $1.file }
  }

  private init(size: Int, limits: DataLimits) {
    self.size = size
    self.limits = limits
  }

  // What is not read was counted when the set was.
  mutating func note(_ kind: UnreadKind, _ path: EntryPath) {}
  mutating func noteOutside(_ path: String) {}
  mutating func takeFolder(_ path: EntryPath) {}

  mutating func wants(_ path: EntryPath, start: [UInt8]) -> Bool {
    path.name.map { FileFormat(start, name: $0) } == .picture
  }

  mutating func take(_ entry: Entry) {
    guard let side = ImageCodec.size(entry.bytes, limits: limits) else { return }
    if let picture = OddPicture(file: entry.path.text, width: side.width, height: side.height, size: size) {
      odd.append(picture)
    }
  }
}

extension ImageCodec {
  /// The sides of a picture as it is stored; nil where it is broken before they are told.
  fileprivate static func size(_ bytes: [UInt8], limits: DataLimits) -> (width: Int, height: Int)? {
    var found = (width: 0, height: 0)
    withUnsafeMutablePointer(to: &found) { found in
      var codecLimits = codec_limits(
        area: max(limits.area, 0), memory: max(limits.decodingBytes, 0), least_side: 0)
      var sink = codec_sink(
        context: found,
        begin: { context, width, height in
          context!.assumingMemoryBound(to: (width: Int, height: Int).self).pointee = (width, height)
          // The rest is not wanted.
          return false
        }, row: { _, _ in })
      var result = codec_result()
      _ = codec_decode(bytes, bytes.count, &codecLimits, &sink, &result)
    }
    return found.width > 0 ? found : nil
  }
}
