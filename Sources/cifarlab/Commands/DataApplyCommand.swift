import Files
import ImageData

/// `data apply`: a table of labels as moves of files, for those who want it in the files.
enum DataApplyCommand {
  static let command = Command(
    "data apply", operands: "FILE",
    "the moves of files by which a folder says what a table of labels says",
    details: [
      "They are printed as commands of a shell, and nothing is moved: cifarlab data apply FILE --data SRC | sh"
    ],
    options: [Options.data] + Options.imageOptions + [Options.quiet]
  ) { arguments, console in
    let path = try arguments.onlyOperand("FILE")
    let console = console.quiet(arguments.has(Options.quiet))
    let overlay = try LabelOverlay.read(path).overlay
    let moves = try FileMoves(overlay, in: try Inputs.data(arguments, console), path: path)
    try console.write(moves.commands.map { $0 + "\n" }.joined())
    for file in moves.inLists {
      console.message("cifarlab: the class of \(file) is in no folder's name and not in its own: change it in its list")
    }
    return .done
  }
}
