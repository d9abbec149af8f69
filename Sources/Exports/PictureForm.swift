import Foundation

/// The file that a picture becomes.
package enum PictureForm: Equatable, Sendable {
  case png, svg

  /// The one that a file's name asks for: SVG by its ending, else PNG.
  package init(path: String) {
    self = path.lowercased().hasSuffix(".svg") ? .svg : .png
  }

  /// The bytes of the file.
  func file(_ picture: CurvePicture) throws -> [UInt8] {
    switch self {
    case .png: try picture.draw(on: Canvas.self).file()
    case .svg: picture.draw(on: VectorSheet.self).file()
    }
  }
}
