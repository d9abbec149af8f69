/// How large a picture is in its file, in pixels, as it is to be seen.
package struct PictureSides: Sendable, Hashable {
  package let width: Int
  package let height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  package var isSquare: Bool { width == height }
}
