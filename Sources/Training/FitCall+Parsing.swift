import Files

/// What is wrong with the text of a fit call, and where.
package struct FitCallError: UserFacingError, Equatable {
  package let text: String
  /// In characters, from 1.
  package let column: Int
  package let reason: String

  package var problem: String { "fit \"\(text)\", column \(column): \(reason)" }
  package var exitCode: ExitCode { .wrongUse }
  /// The text, and below it a caret at the column.
  package var pointer: String { text + "\n" + String(repeating: " ", count: column - 1) + "^" }
}

extension FitCall {
  /// The most epochs that one call may ask for.
  package static let epochLimit = 100_000
  /// The values that `wds` may take.
  package static let weightDecayRange = 0...1e6

  /// How a call is written, for help texts.
  package static let grammar = [
    "A fit call is LR, N[, cycle_len=L][, cycle_mult=M][, wds=W][, freeze=A+B][, warmup=STEPS][, stop.GROUP=EPOCH] and",
    "one of the shapes use_clr=DIV/CUT, use_clr_beta=DIV/PCT[/HIGH/LOW], one_cycle=PCT/DIV/FINAL[/linear],",
    "triangle=PCT/START/END, linear=END.",
    "GROUP is weights, biases, norms, head, or the name of a layer or of what it learns.",
  ]

  /// Reads the grammar of `--fit`. Spaces may stand anywhere.
  ///
  /// With `use_clr` and `use_clr_beta` the default of `cycle_len` is 1.
  package init(parsing text: String) throws(FitCallError) {
    var parser = Parser(text)
    self = try parser.fitCall()
  }
}

/// Splits the text at its commas and remembers the column of each part.
private struct Parser {
  private struct Field {
    let text: String
    let column: Int
  }

  private let text: String
  private let fields: [Field]

  init(_ text: String) {
    self.text = text
    fields = Parser.split(text, at: ",", from: 1)
  }

  /// The parts without surrounding spaces; the column of an empty part is where it would begin.
  private static func split(_ text: String, at separator: Character, from column: Int) -> [Field] {
    var column = column
    return text.split(separator: separator, omittingEmptySubsequences: false).map { part in
      defer { column += part.count + 1 }
      let trimmed = part.drop(while: \.isWhitespace)
      var kept = String(trimmed)
      while kept.last?.isWhitespace == true { kept.removeLast() }
      return Field(text: kept, column: column + part.count - trimmed.count)
    }
  }

  private func error(_ field: Field, _ reason: String) -> FitCallError {
    FitCallError(text: text, column: field.column, reason: reason)
  }

  private func number(
    _ field: Field, _ what: String, _ range: ClosedRange<Double>, _ law: String
  ) throws(FitCallError) -> Double {
    guard !field.text.isEmpty else { throw error(field, "\(what) is missing") }
    guard let value = Double(field.text) else {
      throw error(field, "'\(field.text)' is not a number; \(what) is wanted")
    }
    guard range.contains(value) else { throw error(field, "\(what) \(law), not \(field.text)") }
    return value
  }

  private func integer(_ field: Field, _ what: String) throws(FitCallError) -> Int {
    guard !field.text.isEmpty else { throw error(field, "\(what) is missing") }
    guard let value = Int(field.text) else {
      throw error(field, "'\(field.text)' is not a whole number; \(what) is wanted")
    }
    guard (1...FitCall.epochLimit).contains(value) else {
      throw error(field, "\(what) must be between 1 and \(FitCall.epochLimit), not \(field.text)")
    }
    return value
  }

  private static let stopPrefix = "stop."
  /// How the rate may move; a call has one of them.
  private static let shapes = ["use_clr", "use_clr_beta", "one_cycle", "triangle", "linear"]
  private static let positive = Double.leastNormalMagnitude...Double.greatestFiniteMagnitude

  mutating func fitCall() throws(FitCallError) -> FitCall {
    let rate = try number(fields[0], "the learning rate", Parser.positive, "must be above 0")
    guard fields.count > 1 else {
      throw FitCallError(
        text: text, column: text.count + 1, reason: "the number of epochs is missing, as in \"\(fields[0].text), 2\"")
    }
    var call = FitCall(rate, try integer(fields[1], "the number of epochs"))
    var seen: [String: Field] = [:]
    for field in fields.dropFirst(2) {
      let (key, value) = try option(field)
      guard seen.updateValue(field, forKey: key) == nil else { throw error(field, "\(key) is given twice") }
      switch key {
      case _ where key.hasPrefix(Self.stopPrefix): call.stops.append(try stop(key, field, value))
      case "warmup": call.warmup = try integer(value, key)
      case "cycle_len": call.cycleLength = try integer(value, key)
      case "cycle_mult": call.cycleMultiplier = try integer(value, key)
      case "wds": call.weightDecay = try number(value, key, FitCall.weightDecayRange, "must not be below 0")
      case "freeze": call.frozen = try layers(value)
      case "use_clr": call.shape = try triangular(value)
      case "use_clr_beta": call.shape = try oneCycle(value)
      case "linear": call.shape = .linear(end: try part(value, "the end"))
      case "triangle": call.shape = try triangle(value)
      case "one_cycle": call.shape = try annealed(value)
      default:
        throw error(
          field,
          "'\(key)' is not known; there are cycle_len, cycle_mult, wds, freeze, warmup, stop.GROUP, "
            + Self.shapes.joined(separator: ", "))
      }
    }
    try checkCycles(&call, seen)
    for stop in call.stops where stop.epoch > call.epochs {
      throw error(seen[Self.stopPrefix + stop.group] ?? fields[1], "the call is over after \(call.epochs) epochs")
    }
    return call
  }

  private func option(_ field: Field) throws(FitCallError) -> (String, Field) {
    let parts = Parser.split(field.text, at: "=", from: field.column)
    guard parts.count == 2 else {
      throw error(field, field.text.isEmpty ? "an option is missing" : "'\(field.text)' is not of the form name=value")
    }
    return (parts[0].text, parts[1])
  }

  private func checkCycles(_ call: inout FitCall, _ seen: [String: Field]) throws(FitCallError) {
    let given = fields.filter { field in Self.shapes.contains { seen[$0]?.column == field.column } }
    if given.count > 1 {
      throw error(given[1], "\(Self.shapes.filter { seen[$0] != nil }.joined(separator: " and ")) exclude each other")
    }
    if call.shape != .cosine {
      if let multiplier = seen["cycle_mult"] { throw error(multiplier, "cycle_mult is for cosine cycles only") }
      if call.shape.spansCall {
        if let length = seen["cycle_len"] { throw error(length, "this shape spans the whole call, without cycles") }
      } else {
        call.cycleLength = call.cycleLength ?? 1
      }
    }
    guard let length = call.cycleLength else {
      if let multiplier = seen["cycle_mult"] { throw error(multiplier, "cycle_mult needs cycle_len as well") }
      return
    }
    var sum = 0
    var cycle = length
    for _ in 0..<call.count {
      sum += cycle
      let (next, overflow) = cycle.multipliedReportingOverflow(by: call.cycleMultiplier)
      guard sum <= FitCall.epochLimit, !overflow else {
        throw error(fields[1], "these cycles have more than \(FitCall.epochLimit) epochs altogether")
      }
      cycle = next
    }
  }

  /// Names of layers with `+` between them, each once. Which there are, only the network knows.
  private func layers(_ field: Field) throws(FitCallError) -> [String] {
    var names: [String] = []
    for part in Parser.split(field.text, at: "+", from: field.column) {
      guard !part.text.isEmpty else {
        throw error(part, "the name of a layer is missing, as in freeze=conv1+layers")
      }
      guard part.text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }) else {
        throw error(part, "'\(part.text)' is not a layer's name; write them as freeze=conv1+layers")
      }
      if !names.contains(part.text) { names.append(part.text) }
    }
    return names
  }

  private func triangular(_ field: Field) throws(FitCallError) -> FitCall.CycleShape {
    let parts = try slashed(field, "use_clr=4/8")
    let divisor = try number(parts[0], "the divisor", 1...1e9, "must be at least 1")
    let cut = try number(parts[1], "the cut", 1...1e9, "must be at least 1")
    return .triangular(divisor: divisor, cut: cut, momenta: try momenta(parts))
  }

  private func oneCycle(_ field: Field) throws(FitCallError) -> FitCall.CycleShape {
    let parts = try slashed(field, "use_clr_beta=10/10/.95/.85")
    let divisor = try number(parts[0], "the divisor", 1...1e9, "must be at least 1")
    let percent = try number(parts[1], "the share of the tail", 0...100, "must be between 0 and 100 %")
    return .oneCycle(divisor: divisor, percent: percent, momenta: try momenta(parts))
  }

  private func triangle(_ field: Field) throws(FitCallError) -> FitCall.CycleShape {
    let parts = try slashed(
      field, of: [3], "three numbers with / between them are wanted, as in triangle=0.23/0.2/0.07")
    return .triangle(
      share: try share(parts[0]), start: try part(parts[1], "the start"), end: try part(parts[2], "the end"))
  }

  private func annealed(_ field: Field) throws(FitCallError) -> FitCall.CycleShape {
    let parts = try slashed(
      field, of: [3, 4], "three numbers with / between them are wanted, as in one_cycle=0.3/25/1e4[/linear]")
    if parts.count == 4, parts[3].text != "linear" { throw error(parts[3], "'linear' or nothing is wanted here") }
    return .annealed(
      share: try share(parts[0]), divisor: try number(parts[1], "the divisor", 1...1e9, "must be at least 1"),
      finalDivisor: try number(parts[2], "the last divisor", 1...1e9, "must be at least 1"), isLinear: parts.count == 4)
  }

  private func share(_ field: Field) throws(FitCallError) -> Double {
    try number(field, "the share on the way up", 0...1, "must be between 0 and 1")
  }

  /// So many times the rate.
  private func part(_ field: Field, _ what: String) throws(FitCallError) -> Double {
    try number(field, what, 0...1, "is a part of the rate, from 0 to 1")
  }

  private func stop(
    _ key: String, _ field: Field, _ value: Field
  ) throws(FitCallError) -> FitCall.Stop {
    let group = String(key.dropFirst(Self.stopPrefix.count))
    guard GroupSettings.isName(group) else {
      throw error(field, "stop. wants the name of a group or layer behind it, as in stop.biases=3")
    }
    return FitCall.Stop(group, epoch: try integer(value, key))
  }

  private func slashed(_ field: Field, _ example: String) throws(FitCallError) -> [Field] {
    try slashed(field, of: [2, 4], "two or four numbers with / between them are wanted, as in \(example)")
  }

  private func slashed(_ field: Field, of counts: [Int], _ wanted: String) throws(FitCallError) -> [Field] {
    let parts = Parser.split(field.text, at: "/", from: field.column)
    guard counts.contains(parts.count) else { throw error(field, wanted) }
    return parts
  }

  private func momenta(_ parts: [Field]) throws(FitCallError) -> FitCall.Momenta? {
    guard parts.count == 4 else { return nil }
    let below1 = 0...(1.0.nextDown)
    return FitCall.Momenta(
      high: try number(parts[2], "the momentum", below1, "must be at least 0 and below 1"),
      low: try number(parts[3], "the momentum", below1, "must be at least 0 and below 1"))
  }
}
