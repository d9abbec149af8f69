import Experiments

/// The command line that does the same as a screen, ready to be pasted into a shell.
enum SameCommand {
  /// What the Network screen shows.
  static func summary(_ state: LabState) -> String {
    join(["cifarlab", "summary", state.network.architecture.name] + widths(state) + data(state))
  }

  /// A sweep of the LR finder.
  static func sweep(_ state: LabState) -> String {
    var parts = ["cifarlab", "lr-find", state.network.architecture.name] + options(state)
    parts += ["--start-lr", Figures.rate(state.finder.startRate), "--end-lr", Figures.rate(state.finder.endRate)]
    if state.finder.isLinear { parts.append("--linear") }
    return join(parts)
  }

  private static func join(_ parts: [String]) -> String { parts.joined(separator: " ") }

  private static func data(_ state: LabState) -> [String] {
    var parts = ["--data", quote(state.data.source)]
    if state.imageSize != 32 { parts += ["--size", "\(state.imageSize)"] }
    return parts
  }

  private static func widths(_ state: LabState) -> [String] {
    guard !state.network.editor.isDefault else { return [] }
    return ["--widths", state.network.widths.map(String.init).joined(separator: ",")]
  }

  private static func options(_ state: LabState) -> [String] {
    let form = state.form
    var parts = data(state) + widths(state)
    if form.batchSize != 256 { parts += ["--batch-size", "\(form.batchSize)"] }
    parts += ["--seed", "\(form.seed)"]
    if let subset = form.subset { parts += ["--subset", "\(subset)"] }
    if !form.augmentation.isOn { parts.append("--no-augment") }
    if form.augmentation.padding != .reflect { parts += ["--pad", form.augmentation.padding.rawValue] }
    if form.statistics != .automatic { parts += ["--stats", form.statistics.rawValue] }
    if let dropout = form.dropout { parts += ["--dropout", "\(dropout)"] }
    if form.momentum != 0.9 { parts += ["--momentum", "\(form.momentum)"] }
    if form.text(.normStatistics) == "ema" { parts += ["--bn-stats", "ema"] }
    if !form.frozen.isEmpty { parts += ["--freeze", form.frozen.joined(separator: ",")] }
    return parts
  }

  /// As a shell takes it for one word.
  static func quote(_ text: String) -> String {
    let plain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./,=:+~".contains($0)) }
    return plain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
