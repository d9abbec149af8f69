import Foundation
import ImageData
import Testing

/// A shell in a terminal of its own, driven by keys and read as text: a tmux server that no one else uses.
final class TerminalSession {
  /// Whether tmux is there; tests that need it are skipped where it is not.
  static let isAvailable = ["/usr/bin/tmux", "/usr/local/bin/tmux", "/bin/tmux"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  private static let patience = 180.0

  private let shell: CommandShell
  /// Home, settings, cache and runs of the session.
  let folder: URL

  /// A shell at a size; `environment` is added to a small one of its own. `style` is tmux's for the whole terminal.
  init(width: Int, height: Int, environment: [String: String] = [:], style: String = "default") throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("cifarlab-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    shell = try CommandShell()
    var variables = [
      "HOME": folder.path, "XDG_CONFIG_HOME": folder.path + "/config", "XDG_CACHE_HOME": folder.path + "/cache",
      "LC_ALL": "C.UTF-8", "EDITOR": "true", "PATH": "/usr/local/bin:/usr/bin:/bin", "PS1": "ready$ ",
    ]
    variables.merge(environment) { _, own in own }
    let assignments = variables.map { "\($0)='\($1)'" }.sorted().joined(separator: " ")
    var options: [String] = []
    for option in [
      ["default-terminal", "tmux-256color"], ["escape-time", "0"], ["window-style", style],
    ] { options += ["set-option", "-g"] + option + [";"] }
    try tmux(
      ["start-server", ";"] + options + [
        "new-session", "-d", "-x", "\(width)", "-y", "\(height)", "-s", "lab",
        "cd \(folder.path) && exec env -i \(assignments) TERM=tmux-256color sh",
      ])
    try wait(for: "ready$")
  }

  /// Foundation starts processes with signals blocked, `kill-server` asks with one: the server ends with its session.
  deinit {
    try? tmux("kill-session", "-t", "lab")
    try? FileManager.default.removeItem(at: folder)
  }

  @discardableResult private func tmux(_ arguments: [String]) throws -> String {
    try shell.run(["tmux", "-u", "-S", folder.path + "/tmux", "-f", "/dev/null"] + arguments)
  }

  private func tmux(_ arguments: String...) throws { try tmux(arguments) }

  private func capture(_ arguments: String...) throws -> String {
    try tmux(["capture-pane", "-p", "-t", "lab"] + arguments)
  }

  /// What the terminal shows, without colours.
  func screen() throws -> String { try capture() }

  /// What it shows, with the sequences for colours.
  func colouredScreen() throws -> String { try capture("-e") }

  /// Presses keys by tmux's names: `Enter`, `Escape`, `C-l`, `x`.
  func press(_ keys: String...) throws { for key in keys { try press([key]) } }

  /// Presses keys so fast that they arrive together.
  func press(_ keys: [String]) throws {
    try tmux(["send-keys", "-t", "lab"] + keys)
  }

  /// Types text as it is.
  func type(_ text: String) throws { try tmux("send-keys", "-t", "lab", "-l", text) }

  /// Pastes text as from a clipboard, marked as such where the program has asked for it.
  func paste(_ text: String) throws {
    try tmux("set-buffer", "--", text)
    try tmux("paste-buffer", "-p", "-t", "lab")
  }

  func resize(width: Int, height: Int) throws {
    try tmux("resize-window", "-t", "lab", "-x", "\(width)", "-y", "\(height)")
  }

  /// Writes all that is sent to the terminal from now on into a file of the folder.
  func record(to name: String) throws {
    try tmux("pipe-pane", "-t", "lab", "cat > '\(folder.appendingPathComponent(name).path)'")
  }

  /// The modes of the terminal that a program could have left behind.
  func flags() throws -> String {
    let format = "alternate #{alternate_on}, cursor #{cursor_flag}, mouse #{mouse_any_flag}"
    return try tmux(["display-message", "-p", "-t", "lab", format]).trimmingCharacters(in: .newlines)
  }

  /// Whether the shell waits for a command: while the lab lends its terminal to an editor, the prompt that started
  /// the lab is in sight as well, with the command behind it.
  func isInItsShell() throws -> Bool {
    let lines = try screen().split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    return lines.last { !$0.isEmpty } == "ready$"
  }

  /// Types a command of the shell.
  func run(_ command: String) throws {
    try type(command)
    try press("Enter")
  }

  /// Writes pictures `1.png`, `2.png`, … of plain shades into a folder of the session's.
  func writePictures(_ count: Int, to name: String) throws {
    let photos = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: photos, withIntermediateDirectories: true)
    for number in 1...count {
      let pixels = (0..<3 * 40 * 40).map { UInt8(truncatingIfNeeded: $0 / 3 % 40 * 6 + $0 % 3 * number * 40) }
      try Data(try ImageCodec.encodePNG(pixels, width: 40, height: 40))
        .write(to: photos.appendingPathComponent("\(number).png"))
    }
  }

  /// Opens the lab on the built-in images and waits until they are there.
  func openLab(_ arguments: String = "") throws {
    try run("\(Lab.binary.path) lab --data shapes \(arguments)")
    try wait(for: "shapes: training images")
  }

  /// Waits until the screen contains all of `texts`; what it shows instead is the failure.
  @discardableResult
  func wait(for texts: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    var shown = ""
    while Date() < deadline {
      shown = try screen()
      if texts.allSatisfy(shown.contains) { return shown }
      Thread.sleep(forTimeInterval: 0.05)
    }
    Issue.record("the screen never showed \(texts):\n\(shown)", sourceLocation: sourceLocation)
    throw Timeout()
  }

  /// Waits until `condition` holds.
  func wait(sourceLocation: SourceLocation = #_sourceLocation, until condition: () throws -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    while Date() < deadline {
      if try condition() { return }
      Thread.sleep(forTimeInterval: 0.05)
    }
    Issue.record("this never came:\n\(try screen())", sourceLocation: sourceLocation)
    throw Timeout()
  }

  struct Timeout: Error {}
}
