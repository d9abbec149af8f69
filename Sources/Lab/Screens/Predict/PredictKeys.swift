import Screen

extension PredictScreen {
  private static func inFolder(_ state: LabState) -> Availability {
    state.predict.pictures.count > 1
      ? .on : .off("\(state.keyName(.path)) takes a folder, whose pictures are stepped through")
  }

  private static func withRuns(_ state: LabState) -> Availability {
    state.predict.runs.count > 1 ? .on : .off("no other run is asked")
  }

  static let keys: [KeyBinding] = [
    KeyBinding(
      .enter, title: "path", help: "takes the path of a picture, or of a folder of them, which can be completed",
      in: .screen(.predict)
    ) { $0.openPrompt("predict ") },
    KeyBinding(
      each: KeyTable.horizontal, title: "picture", help: "the picture before or after in the folder",
      in: .screen(.predict), when: inFolder
    ) { state, group in state.stepPicture(by: group == 0 ? -1 : 1) },
    KeyBinding(
      each: KeyTable.pages, title: "ten", help: "ten pictures back or on", in: .screen(.predict), hinted: false,
      when: inFolder
    ) { state, group in state.stepPicture(by: group == 0 ? -10 : 10) },
    KeyBinding(
      each: KeyTable.ends, title: "ends", help: "the first or last picture of the folder", in: .screen(.predict),
      hinted: false, when: inFolder
    ) { state, group in
      let count = state.predict.pictures.count
      return state.stepPicture(by: group == 0 ? -count : count)
    },
    KeyBinding(
      each: KeyTable.vertical, title: "run", help: "the run whose answer is shown in full", in: .screen(.predict),
      when: withRuns
    ) { state, group in
      state.predict.moveRun(by: group == 0 ? -1 : 1)
      return []
    },
    KeyBinding(
      each: [[key("<")], [key(">")]], title: "class",
      help: "follows the class before or after through the runs: how probable it is to each", in: .screen(.predict),
      hinted: false,
      when: { $0.predict.answer?.seen == nil ? .off("no run has answered yet") : .on }
    ) { state, group in
      state.predict.followClass(by: group == 0 ? -1 : 1)
      return []
    },
    KeyBinding(
      key("z"), title: "zoom", help: "the picture as the network sees it, or larger", in: .screen(.predict),
      when: { $0.isWide && $0.isTall ? .off("both are on the screen") : .on }
    ) { state in
      state.predict.showsLarger.toggle()
      return []
    },
    KeyBinding(
      .function(5), title: "ask again", help: "asks all runs once more, those that have come since, too",
      as: "read-again",
      in: .screen(.predict), hinted: false,
      when: { $0.predict.subject == nil ? .off("no picture is here yet: \($0.keyName(.path)) takes one") : .on }
    ) { $0.askAgain() },
  ]
}

extension LabState {
  fileprivate mutating func stepPicture(by offset: Int) -> [Effect] {
    let before = predict.position
    predict.move(by: offset)
    guard predict.position != before, let subject = predict.stepped else { return [] }
    return ask(about: subject)
  }

  fileprivate mutating func askAgain() -> [Effect] {
    say("all runs are asked once more")
    return predict.subject.map { ask(about: $0) } ?? []
  }
}
