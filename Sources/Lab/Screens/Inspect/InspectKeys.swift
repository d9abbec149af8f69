import Screen

extension InspectScreen {
  private static func on(_ part: InspectState.Part) -> @Sendable (LabState) -> Availability {
    { state in
      guard state.inspect.part == part else { return .elsewhere }
      return state.inspect.inspection == nil ? .off("nothing has been inspected yet") : .on
    }
  }

  /// On the matrix itself, or on the report in its place.
  private static func onMatrix(report isReport: Bool) -> @Sendable (LabState) -> Availability {
    { $0.inspect.showsReport == isReport ? on(.matrix)($0) : .elsewhere }
  }

  /// On the images, while no class is being chosen.
  private static func onImages(_ state: LabState) -> Availability {
    state.inspect.choice == nil ? on(.images)(state) : .elsewhere
  }

  private static func onAnImage(_ state: LabState) -> Availability {
    let images = onImages(state)
    return images == .on && state.inspect.current == nil ? .off("no image is here") : images
  }

  private static func choosing(_ state: LabState) -> Availability { state.inspect.choice == nil ? .elsewhere : .on }

  static let keys: [KeyBinding] =
    matrixKeys + imageKeys + labelKeys + layerKeys + [
      KeyBinding(
        key("c"), title: "worst", help: "the images with the highest loss of all, not of one cell", as: "clear",
        in: .screen(.inspect),
        when: { state in
          if state.inspect.inspection == nil { return .off("nothing has been inspected yet") }
          return state.inspect.part == .images && state.inspect.listing == .worst ? .off("these are the worst") : .on
        }
      ) { state in
        state.inspect.openWorst()
        state.inspect.part = .images
        return []
      },
      KeyBinding(
        key("i"), title: "inspect", help: "looks at the last run, or at the one chosen on Runs",
        in: .screen(.inspect),
        when: { $0.inspectAvailability }
      ) { $0.inspectLastRun() },
    ]

  private static let matrixKeys: [KeyBinding] = [
    KeyBinding(
      each: KeyTable.horizontal + KeyTable.vertical, title: "cell", help: "moves over the confusion matrix",
      in: .screen(.inspect),
      when: onMatrix(report: false)
    ) { state, group in
      state.inspect.moveCell(rows: [0, 0, -1, 1][group], columns: [-1, 1, 0, 0][group])
      return []
    },
    KeyBinding(
      .enter, title: "images", help: "the images of this cell, highest loss first", in: .screen(.inspect),
      when: onMatrix(report: false)
    ) { state in
      state.inspect.openCell()
      state.inspect.part = .images
      return []
    },
    KeyBinding(
      key("n"), title: "next confused", help: "to the next most confused pair", as: "next", in: .screen(.inspect),
      when: onMatrix(report: false)
    ) { state in
      state.inspect.moveToNextConfused()
      return []
    },
    KeyBinding(
      each: KeyTable.vertical, title: "class", help: "chooses a class of the report", in: .screen(.inspect),
      when: onMatrix(report: true)
    ) { state, group in
      state.inspect.moveCell(rows: group == 0 ? -1 : 1, columns: 0)
      return []
    },
    KeyBinding(
      .enter, title: "its errors", help: "the images of this class that are taken for others, highest loss first",
      in: .screen(.inspect), when: onMatrix(report: true)
    ) { state in
      state.inspect.openErrors()
      state.inspect.part = .images
      return []
    },
    KeyBinding(
      key("v"), title: "per class",
      help: "precision, recall, F1 and AUC of each class, top 2 and 5, and how sure the accuracy is; or the matrix",
      as: "view", in: .screen(.inspect), when: on(.matrix)
    ) { state in
      state.inspect.showsReport.toggle()
      return []
    },
    KeyBinding(
      key("%"), title: "shares", help: "percent of each class, or counts", in: .screen(.inspect),
      when: onMatrix(report: false)
    ) { state in
      state.inspect.showsShares.toggle()
      return []
    },
  ]

  private static let imageKeys: [KeyBinding] = [
    KeyBinding(
      each: KeyTable.horizontal + KeyTable.vertical, title: "image", help: "moves over the images",
      in: .screen(.inspect),
      when: onImages
    ) { state, group in
      let columns = state.inspect.layout.grid.columns
      state.inspect.moveImage(by: [-1, 1, -columns, columns][group])
      return []
    },
    KeyBinding(
      each: KeyTable.pages, title: "page", help: "a page of images", in: .screen(.inspect), hinted: false,
      when: onImages
    ) { state, group in
      let page = state.inspect.layout.grid.count
      state.inspect.moveImage(by: group == 0 ? -page : page)
      return []
    },
    KeyBinding(
      key("z"), title: "zoom", help: "images at half or at full size", in: .screen(.inspect), when: onImages
    ) { state in
      state.inspect.zoom = state.inspect.layout.grid.zoom == .half ? .full : .half
      return []
    },
    KeyBinding(
      .enter, title: "probabilities", help: "what the network thinks of this image", in: .screen(.inspect),
      when: onImages
    ) { state in
      state.inspect.showsProbabilities.toggle()
      return []
    },
  ]

  private static let layerKeys: [KeyBinding] = [
    KeyBinding(
      each: KeyTable.vertical, title: "layers", help: "scrolls the table of layers", in: .screen(.inspect),
      when: { state in
        let layers = on(.layers)(state)
        return layers == .on && state.inspect.hiddenLayers == 0 ? .off("all layers are on the screen") : layers
      }
    ) { state, group in
      state.inspect.scrollLayers(by: group == 0 ? -1 : 1)
      return []
    }
  ]

  private static let labelKeys: [KeyBinding] = [
    KeyBinding(
      key("P"), title: "predict", help: "what all trained networks take this image for", in: .screen(.inspect),
      hinted: false, when: onAnImage
    ) { $0.predictInspected() },
    KeyBinding(
      key("T"), title: "true label", help: "gives the image its true class, which the recipe can train with",
      in: .screen(.inspect), when: onAnImage
    ) { state in
      state.inspect.beginChoice()
      return []
    },
    KeyBinding(
      each: KeyTable.vertical, title: "class", help: "chooses the image's true class", in: .screen(.inspect),
      when: choosing
    ) { state, group in
      state.inspect.moveChoice(by: group == 0 ? -1 : 1)
      return []
    },
    KeyBinding(
      .enter, title: "give", help: "gives the image this class; its file stays as it is", in: .screen(.inspect),
      when: choosing
    ) { state in
      guard let name = state.inspect.takeChoice() else { return [] }
      return state.label(name)
    },
    KeyBinding(
      key("D"), title: "leave out", help: "leaves the image out; its file stays where it is", as: "take-out",
      in: .screen(.inspect),
      when: onAnImage
    ) { $0.label(nil) },
    KeyBinding(
      key("u"), title: "undo", help: "takes back what was said of the image", in: .screen(.inspect),
      when: { state in
        let image = onAnImage(state)
        return image == .on && state.inspect.said == nil ? .off("nothing is said of this image") : image
      }
    ) { $0.takeBackLabel() },
  ]
}
