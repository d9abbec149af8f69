import Experiments
import Screen

extension LabState {
  /// The smallest terminal that screens are laid out for.
  static let smallest = (width: 80, height: 24)
  private static let loggedLines = 500

  var isLargeEnough: Bool { width >= Self.smallest.width && height >= Self.smallest.height }

  /// The recipe of Network screen and form.
  var recipe: Recipe {
    var recipe = form.recipe
    recipe.data = data.source
    if data.set != nil { recipe.reading = data.options }
    recipe.keepHistory(ifStepsAreThoseOf: form.recipe)
    recipe.use(network.architecture)
    if !network.editor.isEdited { recipe.networkFile = network.editor.file }
    recipe.widths = network.widths
    recipe.fits = form.fits(for: network.architecture)
    return recipe
  }

  mutating func write(_ line: LogPane.Line) {
    log.append(line)
    if log.count > Self.loggedLines { log.removeFirst(log.count - Self.loggedLines) }
  }
}

extension LabState {
  /// Between the title and the footer.
  var contentArea: Rect { Rect(x: 0, y: 1, width: width, height: height - 2) }
  var titleArea: Rect { Rect(x: 0, y: 0, width: width, height: 1) }
  var footerArea: Rect { Rect(x: 0, y: height - 1, width: width, height: 1) }
  /// Whether side panels stand beside the main one; otherwise they are a second page.
  var isWide: Bool { width >= 100 && !isMaximised }
  var isTall: Bool { height >= 36 }

  /// Computes the positions of the tabs and of the screen's parts.
  mutating func layOut() {
    guard isLargeEnough else { return }
    tabs = TitleLine(state: self).tabs.places(in: titleArea)
    screen.type.layOut(&self)
  }

  mutating func open(_ screen: ScreenID) -> [Effect] {
    self.screen = screen
    return screen.type.opened(&self)
  }
}
