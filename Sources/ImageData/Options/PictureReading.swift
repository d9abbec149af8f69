/// What is made of a picture's file beside scaling it.
package struct PictureReading: Sendable, Hashable {
  /// How a picture that is not square becomes so.
  package var fit: PictureFit
  package var exif: EXIFOrientation

  package init(fit: PictureFit = .crop, exif: EXIFOrientation = .on) {
    self.fit = fit
    self.exif = exif
  }
}

/// Whether a picture is turned as its file says that it is to be seen.
package enum EXIFOrientation: String, Sendable, CaseIterable {
  case on, off
}
