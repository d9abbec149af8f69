import Screen

extension LabState {
  mutating func open(_ screen: ScreenID) -> [Effect] {
    self.screen = screen
    return screen == .runs ? [.listRuns] : []
  }

  /// To the next part of the screen, from the last to the first again.
  mutating func moveFocus(by offset: Int) -> [Effect] {
    func next<Part: CaseIterable & RawRepresentable>(_ part: Part) -> Part where Part.RawValue == Int {
      let count = Part.allCases.count
      return Part(rawValue: (part.rawValue + offset + count) % count) ?? part
    }
    switch screen {
    case .data: data.part = next(data.part)
    case .network: network.part = next(network.part)
    case .finder: say("this screen has one part only")
    case .train: train.part = next(train.part)
    case .inspect: inspect.part = next(inspect.part)
    case .runs: runs.part = next(runs.part)
    }
    return []
  }

  /// One level back within the screen; a screen as it starts stays as it is.
  mutating func goBack() -> [Effect] {
    switch screen {
    case .data:
      if data.part != .images {
        data.part = .images
      } else if data.showsStrip {
        data.showsStrip = false
      } else if data.onlyClass != nil {
        data.show(onlyClass: nil)
      }
    case .network:
      if network.showsDifference { network.showsDifference = false } else { network.part = .architectures }
    case .finder: break
    case .train:
      if train.explainsDivergence {
        train.hideDivergence()
      } else if train.cursor != nil {
        train.cursor = nil
      } else if train.window != nil {
        train.window = nil
      } else {
        train.part = .plots
      }
    case .inspect:
      if inspect.showsProbabilities { inspect.showsProbabilities = false } else { inspect.part = .matrix }
    case .runs:
      if runs.difference != nil {
        runs.showDifference(false)
      } else if !runs.filter.isEmpty {
        runs.set(filter: "")
      } else {
        runs.part = .table
      }
    }
    return []
  }

  var filterAvailability: Availability {
    switch screen {
    case .data: data.set == nil ? .off("no images are loaded yet") : .on
    case .runs: .on
    default: .off("there is nothing to filter on this screen")
    }
  }

  mutating func openFilter() -> [Effect] {
    overlays.append(.filter(TextInput(screen == .runs ? runs.filter : "")))
    return []
  }

  mutating func openThemes() -> [Effect] {
    overlays.append(
      .themes(ThemePicker(selected: themes.firstIndex { $0.name == theme.name } ?? 0, before: theme)))
    return []
  }

  mutating func tryTheme(by offset: Int) -> [Effect] {
    guard case .themes(var picker) = overlays.last else { return [] }
    picker.selected = min(max(picker.selected + offset, 0), themes.count - 1)
    theme = themes[picker.selected]
    overlays[overlays.count - 1] = .themes(picker)
    return []
  }

  mutating func keepTheme() -> [Effect] {
    overlays.removeLast()
    settings.theme = theme.name
    say("theme \(theme.name), remembered")
    return [.save(settings)]
  }

  mutating func dropTheme() -> [Effect] {
    if case .themes(let picker) = overlays.popLast() { theme = picker.before }
    return []
  }

  mutating func toggleMouse() -> [Effect] {
    usesMouse.toggle()
    settings.mouse = usesMouse
    say(usesMouse ? "the mouse is on: click tabs, scroll lists" : "the mouse is off")
    return [.setMouse(usesMouse), .save(settings)]
  }

  mutating func scrollPanel(by offset: Int) -> [Effect] {
    guard let top = overlays.popLast() else { return [] }
    switch top {
    case .help(let scroll): overlays.append(.help(scroll: min(max(scroll + offset, 0), KeyTable.all.count)))
    case .log(let scroll): overlays.append(.log(scroll: min(max(scroll - offset, 0), max(log.count - 1, 0))))
    default: overlays.append(top)
    }
    return []
  }

  mutating func showSameCommand() -> [Effect] {
    let line = SameCommand.line(self)
    overlays.append(.sameCommand(line))
    return [.copy(line)]
  }

  mutating func askToQuit() -> [Effect] {
    guard train.isActive else { return [.quit(0)] }
    overlays.append(
      .confirm(
        Confirmation(
          .quit, "A network is being trained. Quitting stops it after this batch; the run stays in the store.",
          word: "quit")))
    return []
  }

  /// An orderly end: the learner finishes its batch first.
  mutating func interrupt(exitCode: Int32) -> [Effect] {
    guard train.isActive else { return [.stopFinder, .quit(exitCode)] }
    closing = exitCode
    train.askToStop()
    say("stopping after this batch …")
    return [.ask(.stop)]
  }
}
