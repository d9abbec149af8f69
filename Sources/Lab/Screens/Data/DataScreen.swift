import Files
import ImageData
import Screen

/// Sources, images, and facts about them.
enum DataScreen: LabScreen {
  static let title = "Data"

  static let commands = [
    PromptCommand(
      "data", "SOURCE", help: "loads a set: auto, cifar10, shapes, a folder, an archive",
      candidates: { $0.data.sources.map(\.source) }, takesPath: true
    ) { state, source in
      guard !source.isEmpty else { return .failure(InputError("which source? A name, a folder or an archive")) }
      return .success(state.open(.data) + state.loadOther(source))
    }
  ]

  static let filter: ScreenFilter? = ScreenFilter(
    help: "only one class", placeholder: "the name of a class",
    availability: { $0.data.set == nil ? .off("no images are loaded yet") : .on },
    accepted: { state, text in
      if !state.data.filter(text) { state.say("no class is called '\(text)'", .warning) }
      return state.redrawStrip()
    })

  static func layOut(_ state: inout LabState) { state.data.layout = DataScreenLayout(state) }

  static func draw(_ state: LabState, into buffer: inout Buffer, _ context: RenderContext) {
    let layout = state.data.layout
    if let images = layout.images { buffer.draw(ImagesView(state: state), in: images, context) }
    if let facts = layout.facts { buffer.draw(DataFactsView(state: state), in: facts, context) }
  }

  static func back(_ state: inout LabState) {
    if state.data.part != .images {
      state.data.part = .images
    } else if state.data.showsStrip {
      state.data.showsStrip = false
    } else if state.data.onlyClass != nil {
      state.data.show(onlyClass: nil)
    }
  }

  static func hasSeveralParts(_ state: LabState) -> Bool { state.isWide }

  static func click(_ state: inout LabState, x: Int, y: Int) -> [Effect] {
    let layout = state.data.layout
    if let images = layout.images, images.contains(x: x, y: y) {
      state.data.part = .images
      guard let number = layout.grid.number(atX: x, y: y, in: layout.pictures) else { return [] }
      state.data.select(layout.grid.first(selected: state.data.selected, of: state.data.shown.count) + number)
      return state.redrawStrip()
    }
    guard let facts = layout.facts, let source = DataFactsView(state: state).source(atX: x, y: y, in: facts) else {
      return []
    }
    state.data.part = .sources
    state.data.selectedSource = source
    return []
  }

  /// The image under the cursor.
  static func target(_ state: LabState) -> Result<OpenTarget, InputError> {
    guard let set = state.data.set, let place = state.data.selectedPlace else {
      return .failure(InputError("no image is here"))
    }
    return set.pictureFile(place).map { .success(.picture($0)) } ?? .failure(InputError(set.sharedFiles))
  }

  static func moveFocus(_ state: inout LabState, by offset: Int) { state.data.part = state.data.part.moved(by: offset) }

  static func sameCommand(_ state: LabState) -> String {
    if state.data.part == .sources { return "cifarlab data list" }
    let source = state.data.source
    guard state.data.showsStrip, let image = state.data.selectedImage else {
      return ShellQuoting.line(["cifarlab", "data", "info", source] + state.imageOptions)
    }
    return ShellQuoting.line(
      ["cifarlab", "preview", "--data", source] + state.imageOptions
        + ["--index", "\(image)", "--count", "8", "--augmented"])
  }

  static func status(_ state: LabState) -> Span? {
    if case .loading = state.data.phase { return Span("loading images", Style(.warning)) }
    return nil
  }

  static func lines(_ state: LabState) -> [String] {
    state.data.sources.map { "source \($0.source): \($0.title), \($0.detail)" }
  }
}

extension DataSet {
  /// Why an image has no file of its own.
  var sharedFiles: String { "the images of \(name) have no files of their own" }
}
