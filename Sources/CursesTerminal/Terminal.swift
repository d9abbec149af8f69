import CCurses
import Foundation
import Screen

/// The one place that talks to ncurses. One thread only may use it, from its creation to `stop`.
package final class Terminal {
  package let capabilities: Capabilities

  private var isOpen = true
  private var pairs: PairTable
  /// What is on the screen; nil: unknown.
  private var shown: (buffer: Buffer, theme: Theme)?
  private var painted: [Style: (number: Int32, attributes: Style.Attributes)] = [:]
  private var needsRepaint = false
  private var hasReportedStop = false
  private var input: InputParser
  private var lastInput = ContinuousClock.now
  /// What has come in and was not asked for yet.
  private var events: [TerminalEvent] = []
  private var stray: StrayOutput
  private let isInTmux: Bool
  private static let mostStyles = 100_000
  private static let bytesAtOnce = 4096

  /// Opens the terminal of standard input and output. The terminfo entry for 24-bit colours is kept in `cacheFolder`.
  package init(
    environment: [String: String] = ProcessInfo.processInfo.environment, ascii: Bool = false, cacheFolder: URL
  ) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .noTerminal }
    isInTmux = !environment["TMUX", default: ""].isEmpty
    let term = environment["TERM", default: ""]
    var wanted = Capabilities.detect(environment: environment, ascii: ascii)
    let hasUTF8 = curses_set_locale(wanted.unicode ? 1 : 0) != 0
    var isStarted = false
    if wanted.colour == .trueColour,
      let direct = DirectColour(term: term, folder: cacheFolder.appending(path: "terminfo"))
    {
      isStarted = curses_start(direct.terminal, STDIN_FILENO, STDOUT_FILENO, direct.folder.path) != 0
    }
    if !isStarted {
      guard !term.isEmpty, curses_start(term, STDIN_FILENO, STDOUT_FILENO, nil) != 0 else {
        throw .unknownTerminal(term)
      }
      wanted = Capabilities.detect(
        environment: environment, terminfoColours: Int(max(0, tigetnum("colors"))), ascii: ascii)
      if wanted.colour == .trueColour { wanted.colour = tigetnum("colors") >= 256 ? .palette256 : .ansi16 }
    }
    if !hasUTF8 { wanted.unicode = false }
    if wanted.colour != .none, start_color() != OK { wanted.colour = .none }
    capabilities = wanted
    let colours = wanted.colour == .none ? 0 : Int(curses_colours())
    pairs = PairTable(pairs: Int(curses_pairs()), colours: colours)
    input = InputParser(terminfo: Self.sequence(ofKey:))
    stray = StrayOutput()
  }

  package var size: (width: Int, height: Int) { (Int(curses_columns()), Int(curses_rows())) }

  /// While clicks and the wheel are reported, the terminal's own selection needs Shift.
  package var reportsMouse = false {
    didSet { if isOpen { curses_report_mouse(reportsMouse ? 1 : 0) } }
  }

  /// Shows a frame; only cells that differ from the last one are sent.
  package func draw(_ buffer: Buffer, theme: Theme) {
    guard isOpen else { return }
    let context = RenderContext(theme: theme, capabilities: capabilities)
    if shown?.theme != theme { painted = [:] }
    let isFresh =
      needsRepaint || shown?.theme != theme || shown?.buffer.width != buffer.width
      || shown?.buffer.height != buffer.height
    if isFresh { werase(curses_stdscr()) }
    if !isFresh, let old = shown?.buffer, old.cells == buffer.cells { return }
    var pictures = PictureCells(capabilities)
    if !put(buffer, all: isFresh, context, &pictures) {
      pairs.reset()
      painted = [:]
      pictures = PictureCells(capabilities)
      // What finds no pair now is drawn without colours.
      _ = put(buffer, all: true, context, &pictures)
    }
    if needsRepaint { clearok(curses_stdscr(), true) }
    needsRepaint = false
    shown = (buffer, theme)
    wnoutrefresh(curses_stdscr())
    doupdate()
    if !isFresh { pictures.completeIfScrolled(buffer, context) }
    let bytes = pictures.finished(cursorX: Int(curses_cursor_column()), y: Int(curses_cursor_row()))
    if !bytes.isEmpty { bytes.withUnsafeBytes { curses_send($0.baseAddress, $0.count) } }
  }

  /// Gives ncurses the changed cells, or all; false when there were too few colour pairs.
  private func put(_ buffer: Buffer, all: Bool, _ context: RenderContext, _ pictures: inout PictureCells) -> Bool {
    var sufficed = true
    let old = all ? nil : shown?.buffer
    (old ?? buffer).forEachDifference(to: buffer, all: all) { x, y, cell in
      if cell.glyph == .continuation { return }
      var cell = cell
      if pictures.contain(cell) {
        pictures.append(cell, x: x, y: y, context.paint(cell.style))
        if let before = old?[x, y], pictures.contain(before) { return }
        cell = pictures.placeholder(row: y)
      } else {
        pictures.noteOther(row: y)
      }
      let resolved = resolve(cell.style, context)
      if resolved == nil { sufficed = false }
      let paint = resolved ?? (0, cell.style.attributes)
      func show(_ scalars: [UInt32], at column: Int) {
        let attributes = Int32(paint.attributes.rawValue)
        curses_put(Int32(y), Int32(column), scalars, Int32(scalars.count), paint.number, attributes)
      }
      let scalars = cell.glyph.scalars.map(\.value)
      let columns = cell.glyph.columns
      if cell.glyph.isASCII || Int(curses_width(scalars[0])) == columns {
        show(scalars, at: x)
      } else {
        // The C library takes it for wider or narrower: the rest of the row would move.
        for column in x..<x + columns { show([UInt32(UInt8(ascii: "?"))], at: column) }
      }
    }
    return sufficed
  }

  private func resolve(_ style: Style, _ context: RenderContext) -> (number: Int32, attributes: Style.Attributes)? {
    if let known = painted[style] { return known }
    // With few colours, pictures bring new styles without end.
    if painted.count >= Self.mostStyles { painted = [:] }
    let found = pairs.pair(for: context.paint(style))
    painted[style] = found
    return found
  }

  /// The bytes that the terminfo entry has for a key.
  private static func sequence(ofKey name: String) -> [UInt8]? {
    // -1 stands for a name that is not known.
    guard let text = tigetstr(name), Int(bitPattern: text) != -1 else { return nil }
    return Array(String(cString: text).utf8)
  }

  /// Waits for an event; nil: none came in time.
  package func read(timeout milliseconds: Int) -> TerminalEvent? {
    guard isOpen else { return nil }
    if events.isEmpty { receive(within: milliseconds) }
    if signals_take_suspend() != 0 { return suspend() }
    if signals_take_size() != 0 { return takeSize() }
    if !hasReportedStop, let signal = StopSignal.received {
      hasReportedStop = true
      return .stop(signal: signal)
    }
    guard !events.isEmpty else { return nil }
    let event = events.removeFirst()
    if event == .repaint { forgetShown() }
    return event
  }

  /// Waits no longer than so many milliseconds for input, and turns it into events.
  private func receive(within milliseconds: Int) {
    let unfinished = input.patience.map { .milliseconds($0) - (.now - lastInput) }
    let wait = min(milliseconds, unfinished.map { max(0, Int(($0 / .milliseconds(1)).rounded(.up))) } ?? .max)
    var bytes = [UInt8](repeating: 0, count: Self.bytesAtOnce)
    let count = Int(curses_bytes(&bytes, Int32(bytes.count), Int32(wait)))
    if count > 0 {
      lastInput = .now
      events += input.take(bytes[..<count])
    } else if let patience = input.patience, .now - lastInput >= .milliseconds(patience) {
      events += input.pause()
    }
    guard count < 0 else { return }
    // The terminal is gone and will never wait again: whoever asks must not spin.
    Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
    if !hasReportedStop { events.append(.stop(signal: SIGHUP)) }
    hasReportedStop = true
  }

  private func takeSize() -> TerminalEvent {
    curses_take_size()
    // A terminal that shrinks and grows again has lost what stood there, though its size is the old one.
    forgetShown()
    return .resized(width: size.width, height: size.height)
  }

  private func forgetShown() {
    needsRepaint = true
    shown = nil
  }

  /// The background's colour, if the terminal answers in time. Keys that are typed meanwhile are read later.
  package func askForBackground(within milliseconds: Int) -> RGB? {
    guard isOpen else { return nil }
    curses_send(TerminalAnswers.questions, TerminalAnswers.questions.utf8.count)
    var answers = TerminalAnswers()
    var bytes = [UInt8](repeating: 0, count: 256)
    let end = ContinuousClock.now + .milliseconds(milliseconds)
    while !answers.isComplete, ContinuousClock.now < end {
      let left = max(1, Int((end - .now) / .milliseconds(1)))
      let count = Int(curses_bytes(&bytes, Int32(bytes.count), Int32(left)))
      guard count >= 0 else { break }
      for byte in bytes[..<count] { answers.take(byte) }
    }
    lastInput = .now
    events += input.take(answers.typed)
    return answers.background
  }

  private func suspend() -> TerminalEvent {
    stray.release()
    curses_suspend()
    stray.capture()
    if reportsMouse { curses_report_mouse(1) }
    // Nobody told of a change meanwhile.
    return takeSize()
  }

  /// Gives the terminal to a program until that has ended, and returns its exit code; nil: it could not be started.
  package func lend(to command: [String]) -> Int32? {
    guard isOpen, !command.isEmpty else { return nil }
    stray.release()
    var arguments = command.map { strdup($0) } + [nil]
    let code = curses_lend(&arguments)
    arguments.forEach { free($0) }
    stray.capture()
    if reportsMouse { curses_report_mouse(1) }
    // Nobody told of a change meanwhile.
    curses_take_size()
    forgetShown()
    events.append(.resized(width: size.width, height: size.height))
    return code < 0 ? nil : code
  }

  /// Lines that libraries have written since the last call.
  package func takeStrayLines() -> [String] { stray.takeLines() }

  /// Copies text to the clipboard of the terminal's user, over SSH too (OSC 52); false: the text is too long.
  @discardableResult
  package func copy(_ text: String) -> Bool {
    guard isOpen, let bytes = Clipboard.sequence(for: text, isInTmux: isInTmux) else { return false }
    curses_send(bytes, bytes.utf8.count)
    return true
  }

  /// Restores the terminal. Later frames are not shown.
  package func stop() {
    guard isOpen else { return }
    isOpen = false
    curses_stop()
    stray.release()
  }

  deinit { stop() }
}
