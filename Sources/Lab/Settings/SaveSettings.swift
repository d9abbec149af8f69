import Foundation

/// Saves the settings for the next session.
struct SaveSettings: FileTask {
  let settings: Settings
  let file: URL

  func run(in runtime: LabRuntime) throws {
    do {
      try SettingsFile(url: file).write(settings)
    } catch {
      runtime.mailbox.post(
        SessionMessage.failed("the settings cannot be written: \(error)"))
    }
  }
}

extension LabState {
  func saveSettings() -> [Effect] {
    settingsFile.map { [.file(SaveSettings(settings: settings, file: $0.url))] } ?? []
  }

  mutating func toggleMouse() -> [Effect] {
    usesMouse.toggle()
    settings.mouse = usesMouse
    say(
      usesMouse ? "the mouse is on: click tabs, rows, cells and the keys below; the wheel scrolls" : "the mouse is off")
    return [.setMouse(usesMouse)] + saveSettings()
  }
}
