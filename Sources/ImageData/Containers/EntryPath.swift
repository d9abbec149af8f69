/// Where something stands in a folder or an archive. Names are bytes, as they are stored; text is for display alone, so
/// that names of any encoding are told apart.
struct EntryPath: Hashable, Comparable, Sendable {
  /// Without `/` at the ends, empty parts and `.`.
  let bytes: [UInt8]

  static let root = EntryPath(bytes: [])
  private static let slash = UInt8(ascii: "/")

  private init(bytes: [UInt8]) { self.bytes = bytes }

  init(_ parts: some Sequence<EntryName>) { bytes = Array(parts.map(\.bytes).joined(separator: [Self.slash])) }

  /// As an archive writes it; nil where it is absolute or leads outside.
  init?(archived bytes: [UInt8]) {
    guard bytes.first != Self.slash else { return nil }
    let parts = bytes.split(separator: Self.slash).filter { !$0.elementsEqual(".".utf8) }
    guard !parts.contains(where: { $0.elementsEqual("..".utf8) }) else { return nil }
    self.init(bytes: Array(parts.joined(separator: [Self.slash])))
  }

  var parts: [EntryName] { bytes.split(separator: Self.slash).map { EntryName(bytes: Array($0)) } }
  /// How many names there are.
  var depth: Int { bytes.isEmpty ? 0 : bytes.count { $0 == Self.slash } + 1 }
  /// The last name; nil for the folder or archive itself.
  var name: EntryName? {
    bytes.isEmpty ? nil : EntryName(bytes: Array(bytes[((bytes.lastIndex(of: Self.slash) ?? -1) + 1)...]))
  }
  /// All but the last name.
  var folder: EntryPath { EntryPath(bytes: Array(bytes[..<(bytes.lastIndex(of: Self.slash) ?? 0)])) }

  var text: String { bytes.displayText }
  /// For people, where it may be the folder or archive itself.
  var title: String { bytes.isEmpty ? "." : text }

  func appending(_ name: EntryName) -> EntryPath {
    EntryPath(bytes: bytes.isEmpty ? name.bytes : bytes + [Self.slash] + name.bytes)
  }

  func appending(_ path: EntryPath) -> EntryPath {
    if bytes.isEmpty || path.bytes.isEmpty { return bytes.isEmpty ? path : self }
    return EntryPath(bytes: bytes + [Self.slash] + path.bytes)
  }

  /// Whether it is below `folder`.
  func isInside(_ folder: EntryPath) -> Bool {
    folder.bytes.isEmpty
      ? !bytes.isEmpty
      : bytes.count > folder.bytes.count && bytes[folder.bytes.count] == Self.slash && bytes.starts(with: folder.bytes)
  }

  /// By the bytes of the whole path.
  static func < (left: EntryPath, right: EntryPath) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}

/// One name in a path.
struct EntryName: Hashable, Comparable, Sendable {
  let bytes: [UInt8]

  var text: String { bytes.displayText }
  /// Hidden, or what macOS puts into archives beside the files.
  var isHidden: Bool { bytes.first == UInt8(ascii: ".") || bytes.elementsEqual("__MACOSX".utf8) }

  /// What stands before the last dot, and what follows it in lower case.
  var stemAndExtension: (stem: ArraySlice<UInt8>, extension: String) {
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else { return (bytes[...], "") }
    return (bytes[..<dot], Array(bytes[(dot + 1)...]).displayText.lowercased())
  }

  static func < (left: EntryName, right: EntryName) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}

extension [UInt8] {
  /// UTF-8 as text; a byte that is none as `\xE9`.
  fileprivate var displayText: String {
    if let text = String(validating: self, as: UTF8.self) { return text }
    var text = ""
    var rest = self[...]
    while let first = rest.first {
      let length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
      if let character = String(validating: rest.prefix(length), as: UTF8.self) {
        text += character
        rest = rest.dropFirst(length)
      } else {
        text += "\\x" + [first].hexadecimal.uppercased()
        rest = rest.dropFirst()
      }
    }
    return text
  }
}
