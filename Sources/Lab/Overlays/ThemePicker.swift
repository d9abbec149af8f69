import Screen

/// The list of themes; moving applies a theme, Esc restores the previous one.
struct ThemePicker: Equatable, Sendable {
  var selected: Int
  let before: Theme
}

extension LabState {
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
    return saveSettings()
  }

  mutating func dropTheme() -> [Effect] {
    if case .themes(let picker) = overlays.popLast() { theme = picker.before }
    return []
  }
}
