import CImageCodecs

/// What a file is: by its first bytes, and only where they say nothing by its name.
enum FileFormat: Equatable {
  /// One of the formats that are decoded.
  case picture
  /// It is called a picture, and its bytes are those of none.
  case brokenPicture
  /// A known format that is not read, as a noun.
  case foreign(String)
  case other

  /// First bytes that are enough to tell.
  static let startBytes = Int(CODEC_START_SIZE)

  init(_ start: [UInt8], name: EntryName) {
    if codec_format_of(start, start.count) != CODEC_NONE {
      self = .picture
    } else if let known = Self.signatures.first(where: { start.dropFirst($0.offset).starts(with: $0.bytes) }) {
      self = .foreign(known.noun)
    } else {
      let ending = name.stemAndExtension.extension
      self = Self.pictureEndings.contains(ending) ? .brokenPicture : Self.named[ending].map(Self.foreign) ?? .other
    }
  }

  private static let pictureEndings: Set = [
    "png", "jpg", "jpeg", "jpe", "jfif", "webp", "gif", "bmp", "dib", "pbm", "pgm", "ppm", "pnm",
  ]

  /// Formats without first bytes of their own.
  private static let named = ["svg": "SVG picture", "tga": "TGA picture", "pcx": "PCX picture", "tar": "tar archive"]

  private static let signatures: [(offset: Int, bytes: [UInt8], noun: String)] = [
    (0, Array("II*\0".utf8), "TIFF picture"), (0, Array("MM\0*".utf8), "TIFF picture"),
    (0, Array("II+\0".utf8), "TIFF picture"), (4, Array("ftypavif".utf8), "AVIF picture"),
    (4, Array("ftypavis".utf8), "AVIF picture"), (4, Array("ftyphe".utf8), "HEIC picture"),
    (4, Array("ftypmif1".utf8), "HEIC picture"), (4, Array("ftypmsf1".utf8), "HEIC picture"),
    (4, Array("JXL ".utf8), "JPEG XL picture"), (0, [0xff, 0x0a], "JPEG XL picture"),
    (4, Array("jP  ".utf8), "JPEG 2000 picture"), (0, [0xff, 0x4f, 0xff, 0x51], "JPEG 2000 picture"),
    (0, Array("8BPS".utf8), "Photoshop picture"), (0, [0, 0, 1, 0], "icon"), (0, Array("qoif".utf8), "QOI picture"),
    (0, Array("P7\n".utf8), "PAM picture"), (0, Array("%PDF".utf8), "PDF document"),
    (4, Array("ftyp".utf8), "video"), (0, [0x1a, 0x45, 0xdf, 0xa3], "video"),
    (0, [0x1f, 0x8b], "gzip file"), (0, Array("PK\u{3}\u{4}".utf8), "zip archive"),
    (0, Array("7z".utf8) + [0xbc, 0xaf, 0x27, 0x1c], "7z archive"), (0, Array("Rar!\u{1a}\u{7}".utf8), "RAR archive"),
    (0, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "xz file"), (0, Array("BZh".utf8), "bzip2 file"),
    (0, [0x28, 0xb5, 0x2f, 0xfd], "zstd file"), (0, [0x04, 0x22, 0x4d, 0x18], "LZ4 file"),
    (0, Array("LZIP".utf8), "lzip file"), (0, [0x1f, 0x9d], "compress file"), (0, [0x5d, 0, 0], "LZMA file"),
    (0, [0x93] + Array("NUMPY".utf8), "NumPy array"), (0, [0x89] + Array("HDF".utf8), "HDF5 file"),
    (0, Array("PAR1".utf8), "Parquet file"),
  ]
}
