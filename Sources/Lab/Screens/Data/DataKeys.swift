import ImageData
import Screen

extension DataScreen {
  private static func inImages(_ state: LabState) -> Availability {
    guard state.data.part == .images else { return .elsewhere }
    return state.data.set == nil ? .off("no images are loaded yet") : .on
  }

  private static func inSources(_ state: LabState) -> Availability {
    guard state.data.part == .sources else { return .elsewhere }
    if state.data.sources.isEmpty { return .off("the sources are still being listed") }
    return state.training != nil ? .off("a network is being trained on these images; stop it first") : .on
  }

  static let keys: [KeyBinding] = [
    KeyBinding(
      each: KeyTable.horizontal, title: "image", help: "to the image before or after", in: .screen(.data),
      when: inImages
    ) { state, group in
      state.data.move(by: group == 0 ? -1 : 1)
      return state.redrawStrip()
    },
    KeyBinding(
      each: KeyTable.vertical, title: "row", help: "to the row above or below", in: .screen(.data), when: inImages
    ) { state, group in
      let columns = state.data.layout.grid.columns
      state.data.move(by: group == 0 ? -columns : columns)
      return state.redrawStrip()
    },
    KeyBinding(
      each: KeyTable.pages, title: "page", help: "a page of images up or down", in: .screen(.data), hinted: false,
      when: inImages
    ) { state, group in
      let page = state.data.layout.grid.count
      state.data.move(by: group == 0 ? -page : page)
      return state.redrawStrip()
    },
    KeyBinding(
      each: KeyTable.ends, title: "ends", help: "to the first or last image", in: .screen(.data), hinted: false,
      when: inImages
    ) { state, group in
      if group == 0 { state.data.moveToStart() } else { state.data.moveToEnd() }
      return state.redrawStrip()
    },
    KeyBinding(
      key("z"), title: "zoom", help: "images at half or at full size", in: .screen(.data), when: inImages
    ) { state in
      state.data.zoom = state.data.layout.grid.zoom == .half ? .full : .half
      return []
    },
    KeyBinding(
      key("v"), title: "train/valid", help: "training or validation images", as: "view", in: .screen(.data),
      when: inImages
    ) { state in
      state.data.toggleSet()
      return state.redrawStrip()
    },
    KeyBinding(
      key("o"), title: "order", help: "mixed, in the order of the files, or by class", in: .screen(.data),
      when: inImages
    ) { state in
      state.data.nextOrder()
      return state.redrawStrip()
    },
    KeyBinding(
      each: [[key("<")], [key(">")]], title: "class", help: "only the images of the class before or after",
      in: .screen(.data), when: inImages
    ) { state, group in state.showClass(by: group == 0 ? -1 : 1) },
    KeyBinding(
      key("a"), title: "augment", help: "shows what the network gets of this image: flips and crops, denormalised",
      in: .screen(.data), when: inImages
    ) { state in
      state.data.showsStrip.toggle()
      return state.redrawStrip()
    },
    KeyBinding(
      key("A"), title: "another", help: "other flips and crops of the same image", in: .screen(.data), hinted: false,
      when: { state in
        let images = inImages(state)
        return images == .on && !state.data.showsStrip
          ? .off("no augmentation is shown: press \(state.keyName(.augment)) first") : images
      }
    ) { state in
      state.data.drawAgain()
      return state.redrawStrip()
    },
    KeyBinding(
      key("P"), title: "predict", help: "what the trained networks take this image for", in: .screen(.data),
      hinted: false, when: inImages
    ) { $0.predictImage() },
    KeyBinding(
      key("V"), title: "hold out",
      help: "which share of the training images to validate on; test and split-seed are set beside it",
      in: .screen(.data), hinted: false,
      when: { state in
        let images = inImages(state)
        guard images == .on, state.training != nil else { return images }
        return .off("a network is being trained on these images; stop it first")
      }
    ) { state in
      let share = state.form.recipe.reading.split.valid ?? SplitShares.usualValid
      return state.openPrompt("set valid \(share)")
    },
    KeyBinding(
      key("F"), title: "findings", help: "looks for images that are there twice, odd files and unequal classes",
      in: .screen(.data), when: inImages
    ) { $0.checkImages() },
    KeyBinding(
      key("n"), title: "next pair", help: "to the next image that is there twice", as: "next", in: .screen(.data),
      hinted: false,
      when: { state in
        let images = inImages(state)
        guard images == .on else { return images }
        guard let check = state.data.check else {
          return .off("press \(state.keyName(.findings)) first: it looks for them")
        }
        return check.duplicates.pairs.isEmpty ? .off("no image is there twice") : .on
      }
    ) { $0.showNextPair() },
    KeyBinding(
      each: KeyTable.vertical, title: "choose", help: "chooses a source", in: .screen(.data), when: inSources
    ) { state, group in
      state.data.selectedSource =
        min(max(state.data.selectedSource + (group == 0 ? -1 : 1), 0), state.data.sources.count - 1)
      return []
    },
    KeyBinding(
      .enter, title: "load", help: "loads the source, or fetches it where it is not here yet", in: .screen(.data),
      when: inSources
    ) { $0.loadSelectedSource() },
  ]
}
