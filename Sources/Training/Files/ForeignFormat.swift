/// Other formats that weights are often kept in, recognised by their first bytes.
package enum ForeignFormat: String, Sendable {
  case torchArchive = "PyTorch's own format (.pt, .pth: a zip with a pickle in it)"
  case pickle = "a pickle, as PyTorch writes .pt and .pth"
  case zip = "a zip archive"
  case hdf5 = "HDF5, as Keras writes it (.h5)"
  case gguf = "GGUF"
  case numpy = "NumPy's format (.npy)"

  /// nil: none of them.
  init?(_ bytes: [UInt8]) {
    func begins(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
    if begins("PK\u{3}\u{4}") {
      // The name of a zip file's first entry begins at byte 30; in PyTorch's it is that of the pickle.
      self =
        String(decoding: bytes.dropFirst(30).prefix(200), as: UTF8.self).contains("data.pkl") ? .torchArchive : .zip
    } else if bytes.count > 2, bytes[0] == 0x80, (2...5).contains(bytes[1]) {
      self = .pickle
    } else if bytes.starts(with: [0x89] + Array("HDF\r\n".utf8)) {
      self = .hdf5
    } else if begins("GGUF") {
      self = .gguf
    } else if bytes.starts(with: [0x93] + Array("NUMPY".utf8)) {
      self = .numpy
    } else {
      return nil
    }
  }
}
