import Foundation
import Screen

extension LabApp {
  /// Plain mode: each line from `readLine` is a command as after `:`. At the end of the input (nil) it waits for jobs
  /// under way. Returns the exit code.
  package func runPlain(
    readLine: @escaping @Sendable () -> String?, isStopped: () -> Int32?, write: (String) -> Void
  ) -> Int32 {
    write("cifarlab in lines of text. Type help and enter for the commands; quit ends it.")
    start()
    let mailbox = runtime.mailbox
    var isReading = false
    while exitCode == nil {
      for message in runtime.mailbox.take() {
        tellTime()
        let screen = state.screen
        let notice = state.notice
        take(message)
        message.lines(state).forEach(write)
        if case SessionMessage.typed = message { tell(answering: screen, write) }
        if let said = state.notice, said != notice { write(said.level == .note ? said.text : "! \(said.text)") }
      }
      // Commands wait until the images are loaded, so that a script may begin with train.
      if !isReading, state.data.set != nil || state.data.hasFailed {
        isReading = true
        let thread = Thread {
          while let line = readLine() { mailbox.post(SessionMessage.typed(line)) }
          mailbox.post(SessionMessage.typed(nil))
        }
        thread.start()
      }
      if let signal = isStopped(), state.closing == nil { take(SessionMessage.terminal(.stop(signal: signal))) }
      Thread.sleep(forTimeInterval: 0.02)
    }
    runtime.close()
    return exitCode ?? 0
  }

  /// Writes the screen or panel that a command has opened.
  private func tell(answering before: ScreenID, _ write: (String) -> Void) {
    switch state.overlays.last {
    case .help:
      PromptCommand.all.forEach { write("\($0.name) \($0.usage): \($0.help)") }
      state.overlays = []
    case .log:
      state.log.forEach { write($0.text) }
      state.overlays = []
    case .question(let question): write("\(question.text) Type y for yes.")
    case .confirm(let confirmation): write("\(confirmation.question) Type \(confirmation.word) for yes.")
    default: if state.screen != before { state.screen.type.lines(state).forEach(write) }
    }
  }
}
