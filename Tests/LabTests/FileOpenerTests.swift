import Foundation
import ImageData
import Screen
import Testing

@testable import Experiments
@testable import Lab

/// `O`: the file or folder that a screen shows something of, in the program that the user has set.
@Suite struct FileOpenerTests {
  /// A folder of two classes of pictures, removed with the value.
  private final class Pictures {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lab-open-\(UUID().uuidString)")

    init() throws {
      for (name, shade) in [("cat", UInt8(40)), ("dog", 200)] {
        let place = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for number in 1...4 {
          let pixels = [UInt8](repeating: shade + UInt8(number), count: 3 * 32 * 32)
          try Data(try ImageCodec.encodePNG(pixels, width: 32, height: 32))
            .write(to: place.appendingPathComponent("a \(number).png"))
        }
      }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var state: LabState {
      get throws {
        let set = try DataLoader.load(.path(folder.path))
        var state = Support.state()
        _ = update(&state, DataMessage.loaded(source: folder.path, state.data.options, set, SetFacts(set)))
        return state
      }
    }
  }

  private func target(_ effects: [Effect]) throws -> OpenTarget {
    guard case .open(let target) = effects.first else { throw CocoaError(.coderReadCorrupt) }
    return target
  }

  private func said(_ message: any LabMessage) -> String {
    switch message {
    case SessionMessage.done(let text), SessionMessage.failed(let text): text
    default: ""
    }
  }

  @Test func `on Data the image under the cursor, by an absolute path, in the words of the setting`() throws {
    let pictures = try Pictures()
    var state = try pictures.state
    let target = try target(Support.press(.character("O"), on: &state))
    let terminal = LendingTerminal { _ in 0 }
    let opener = FileOpener(environment: ["CIFARLAB_OPEN": "view --title 'two words'; rm", "EDITOR": "vi"])
    let answer = said(opener.open(target, on: terminal))
    let name = try #require(state.data.selectedPlace.flatMap { state.data.set?.file($0) })
    #expect(terminal.command == ["view", "--title", "two words;", "rm", "\(pictures.folder.path)/\(name)"])
    #expect(answer.contains("was opened with view"))
    #expect(FileManager.default.fileExists(atPath: terminal.command.last ?? ""))
  }

  @Test func `on Inspect and Predict the same image, where it has a file`() throws {
    let pictures = try Pictures()
    var state = try pictures.state
    let onData = try target(Support.press(.character("O"), on: &state))
    _ = Support.press(.character("P"), on: &state)
    #expect(state.screen == .predict)
    #expect(try target(Support.press(.character("O"), on: &state)) == onData)
    _ = state.predict(PredictSubject(source: .file("~/a b.png"), name: "a b.png"))
    #expect(try target(Support.press(.character("O"), on: &state)) == .path("~/a b.png"))
    state.screen = .inspect
    _ = update(&state, InspectMessage.inspected(try Support.inspection()))
    Support.press(.tab, .character("O"), on: &state)
    #expect(state.notice?.text == "O: the images of plain have no files of their own")
  }

  @Test func `on Runs, Train and Inspect the run's folder`() throws {
    var state = Support.listed()
    state.runs.root = "here/runs"
    let newest = Support.rows[2].id
    #expect(try target(Support.press(.character("O"), on: &state)) == .path("here/runs/\(newest)"))
    var training = Support.training()
    training.runs.root = "here/runs"
    training.screen = .train
    #expect(
      try target(Support.press(.character("O"), on: &training)) == .path("here/runs/20260101-120000-ConvNet-42"))
    training.screen = .inspect
    _ = update(&training, InspectMessage.inspected(try Support.inspection()))
    #expect(
      try target(Support.press(.character("O"), on: &training)) == .path("here/runs/20260101-120000-ConvNet-42"))
  }

  @Test func `where there is no file a sentence says so, on every screen`() {
    for screen in ScreenID.allCases where screen != .machine {
      var state = Support.state()
      state.screen = screen
      #expect(Support.press(.character("O"), on: &state).isEmpty)
      #expect(state.notice?.text.hasPrefix("O: ") == true, "\(screen)")
    }
  }

  @Test func `first CIFARLAB_OPEN, then EDITOR, then xdg-open, else a sentence that says what to set`() throws {
    let pictures = try Pictures()
    let folder = pictures.folder.path
    let desktop = folder + "/xdg-open"
    _ = FileManager.default.createFile(atPath: desktop, contents: Data(), attributes: [.posixPermissions: 0o700])
    let environments = [
      (["CIFARLAB_OPEN": "feh", "EDITOR": "vi", "PATH": folder], "feh"), (["EDITOR": "vi", "PATH": folder], "vi"),
      (["CIFARLAB_OPEN": " ", "PATH": folder], desktop),
    ]
    for (environment, program) in environments {
      let terminal = LendingTerminal { _ in 0 }
      _ = FileOpener(environment: environment).open(.path(folder), on: terminal)
      #expect(terminal.command == [program, folder])
    }
    let terminal = LendingTerminal { _ in 0 }
    let nobody = FileOpener(environment: ["PATH": "/nonexistent"])
    #expect(said(nobody.open(.path(folder), on: terminal)).contains("set CIFARLAB_OPEN"))
    let opener = FileOpener(environment: ["EDITOR": "vi", "HOME": folder])
    #expect(said(opener.open(.path("~/gone"), on: terminal)) == "\(folder)/gone is not there")
    #expect(terminal.command.isEmpty)
    #expect(said(opener.open(.path("~"), on: LendingTerminal { _ in nil })).contains("vi cannot be started"))
    #expect(said(opener.open(.path("~"), on: LendingTerminal { _ in 3 })).contains("exit code 3"))
  }

  @Test func `an image of an archive has no file, and one of a list has that which the list names`() throws {
    let pictures = try Pictures()
    let list = pictures.folder.appendingPathComponent("list.csv")
    let rows = ["cat", "dog"].flatMap { name in (1...4).map { "\(name)/a \($0).png,\(name)" } }
    try Data(("file,label\n" + rows.joined(separator: "\n") + "\n").utf8).write(to: list)
    let set = try DataLoader.load(.path(list.path))
    let file = try #require(set.pictureFile(ImagePlace(part: .train, index: 0)))
    #expect(file.location == pictures.folder.path + "/" + file.name)
    try FileManager.default.removeItem(at: pictures.folder.appendingPathComponent("cat"))
    try FileManager.default.removeItem(at: pictures.folder.appendingPathComponent("dog"))
    let answer = said(FileOpener(environment: ["EDITOR": "vi"]).open(.picture(file), on: LendingTerminal { _ in 0 }))
    #expect(answer.contains("has no file on the disk"))
  }
}
