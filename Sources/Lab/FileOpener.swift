import Files
import Foundation
import ImageData

/// What is opened in another program.
enum OpenTarget: Equatable, Sendable {
  /// A file or a folder; `~` stands for the home folder.
  case path(String)
  case picture(PictureFile)
}

/// The program that a user has set for files and folders.
struct FileOpener {
  let environment: [String: String]

  /// Gives the terminal to the program until that has ended.
  func open(_ target: OpenTarget, on terminal: any LabTerminal) -> any LabMessage {
    let place: String
    switch target {
    case .path(let path):
      place = URL(fileURLWithPath: CompletePath.expanded(path, environment)).path
      guard FileKind(of: place) != nil else { return SessionMessage.failed("\(place.printable) is not there") }
    case .picture(let file):
      guard let found = file.location else {
        return SessionMessage.failed(
          "\(file.name.printable) has no file on the disk: it stands in an archive, or is gone")
      }
      place = URL(fileURLWithPath: found).path
    }
    guard let program = UserProgram(["CIFARLAB_OPEN", "EDITOR"], usual: ["xdg-open"], environment: environment) else {
      return SessionMessage.failed(
        "no program is found to open \(place.printable): set CIFARLAB_OPEN, as in CIFARLAB_OPEN=feh, and open the lab "
          + "again")
    }
    guard let code = terminal.lend(to: program.words + [place]) else {
      return SessionMessage.failed("\(program.name) cannot be started; set CIFARLAB_OPEN to another program")
    }
    guard code == 0 else {
      return SessionMessage.failed("\(program.name) ended with exit code \(code) for \(place.printable)")
    }
    return SessionMessage.done("\(place.printable) was opened with \(program.name)")
  }
}
