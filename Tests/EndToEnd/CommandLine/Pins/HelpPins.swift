import Foundation
import Pinning
import Testing

/// What the command line says of itself.
@Suite struct HelpPins {
  private static let commands = [
    "lab", "data list", "data info", "data check", "data apply", "data split", "data fetch", "data pack", "preview",
    "networks", "summary", "lr-find", "train", "resume", "eval", "inspect", "predict", "runs", "runs list", "runs show",
    "runs name", "runs export", "compare", "sweep", "ablate", "bench", "theme check", "cache",
  ]

  @Test(arguments: [""] + commands) func theHelpReadsAsRecorded(of command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let help = try Lab.start(words + ["--help"]).wait()
    let name = words.isEmpty ? "cifarlab" : words.joined(separator: "-")
    #expect(help.status == 0)
    let recorded = try Recorded.text("\(Transcript.folder)/help/\(name).txt", now: help.output)
    #expect(help.output == recorded)
  }

  @Test func noCommandIsLeftOut() throws {
    let help = try Lab.run("--help").output.split(separator: "\n", omittingEmptySubsequences: false)
    let listed = help.drop { $0 != "commands" }.dropFirst().prefix { !$0.isEmpty }
    let names = listed.map { line in
      line.split(separator: " ").prefix { $0.allSatisfy { $0.isLowercase || $0 == "-" } }.joined(separator: " ")
    }
    for command in Self.commands {
      #expect(names.contains { $0 == command || $0.hasPrefix(command + " ") }, "\(command)")
    }
    #expect(names.count == Self.commands.count)
  }
}
