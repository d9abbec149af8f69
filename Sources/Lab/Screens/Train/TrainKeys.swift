import Screen

extension TrainScreen {
  private static func withSteps(_ state: LabState) -> Availability {
    state.train.curves.steps + (state.train.twin?.steps ?? 0) > 0 ? .on : .off("there is no step yet")
  }

  static let keys: [KeyBinding] = [
    KeyBinding(
      key("t"), title: "train", help: "trains the network that Network shows, by its recipe", in: .screen(.train),
      when: { $0.trainAvailability }
    ) { $0.startTraining() },
    KeyBinding(
      key("r"), title: "resume",
      help:
        "goes on: with the stopped run from its last checkpoint, bit for bit; after a divergence from the last good "
        + "weights with a tenth of the lr",
      in: .screen(.train), hinted: .whenOn,
      when: { $0.train.divergence == nil ? $0.resumeShownAvailability : $0.recoveryAvailability }
    ) { $0.train.divergence == nil ? $0.resumeShownRun() : $0.askTraining(.recover) },
    KeyBinding(
      key(" "), title: "pause", help: "pauses after the batch, or goes on", in: .screen(.train),
      when: { $0.stepAvailability }
    ) { $0.togglePause() },
    KeyBinding(
      key("n"), title: "step", help: "the next step, then a pause", as: "next", in: .screen(.train),
      when: { $0.stepAvailability }
    ) { $0.askTraining(.step) },
    KeyBinding(
      each: [[key("+")], [key("-")]], title: "lr", help: "a learning rate 1.25 times as high or as low from now on",
      as: ["more", "less"],
      in: .screen(.train), when: { $0.trainingAvailability }
    ) { state, group in state.scaleRate(by: group == 0 ? 1.25 : 0.8) },
    KeyBinding(
      key("="), title: "set lr", help: "types the learning rate from now on; empty: the schedule's own", as: "set",
      in: .screen(.train), hinted: false, when: { $0.trainingAvailability }
    ) { state in
      let now = state.train.currentRate.map(Figures.rate) ?? ""
      state.editing = FieldEdit(RateField(now: now), now)
      return []
    },
    KeyBinding(
      key("e"), title: "end after epoch", help: "stops when this epoch is validated, or after all not",
      in: .screen(.train), when: { $0.stepAvailability }
    ) { $0.toggleStopAfterEpoch() },
    KeyBinding(
      key("x"), title: "stop", help: "stops after this batch; asks first", in: .screen(.train),
      when: { $0.trainingAvailability }
    ) {
      $0.askToStop()
    },
    KeyBinding(
      each: KeyTable.horizontal, title: "cursor", help: "moves a cursor over the steps and shows exact figures",
      in: .screen(.train), when: withSteps
    ) { state, group in
      state.train.moveCursor(by: (group == 0 ? -1 : 1) * state.train.cursorStride)
      return []
    },
    KeyBinding(
      each: [[key(",")], [key(".")]], title: "one step", help: "moves the cursor by a single step", in: .screen(.train),
      hinted: false, when: withSteps
    ) { state, group in
      state.train.moveCursor(by: group == 0 ? -1 : 1)
      return []
    },
    KeyBinding(
      each: KeyTable.ends, title: "ends", help: "the cursor to the first or the newest step", in: .screen(.train),
      hinted: false, when: withSteps
    ) { state, group in
      state.train.moveCursor(by: group == 0 ? -Int.max / 2 : Int.max / 2)
      return []
    },
    KeyBinding(
      each: [[key("]")], [key("[")]], title: "steps", help: "half or twice as many steps, around the cursor",
      as: ["fewer-steps", "more-steps"], in: .screen(.train), when: withSteps
    ) { state, group in
      let before = state.train.visible
      state.train.zoom(by: group == 0 ? 0.5 : 2)
      if state.train.visible == before { state.say(group == 0 ? "no fewer steps fit" : "all steps are on the screen") }
      return []
    },
    KeyBinding(
      key("L"), title: "log",
      help: "the loss on a logarithmic axis, or a linear one; after a divergence, logarithmic unasked",
      as: "log-axis", in: .screen(.train)
    ) { state in
      state.train.toggleScale()
      return []
    },
    KeyBinding(
      key("S"), title: "smooth", help: "the training loss as the library smooths it, raw, or ten times smoother",
      in: .screen(.train)
    ) { state in
      state.train.smoothing = state.train.smoothing.moved(by: 1)
      return []
    },
    KeyBinding(
      key("v"), title: "plots", help: "all plots together, or one of them alone", as: "view", in: .screen(.train),
      hinted: false
    ) { state in
      state.train.panels = state.train.panels.moved(by: 1)
      return []
    },
    KeyBinding(
      each: KeyTable.vertical, title: "epochs", help: "scrolls the table of epochs", in: .screen(.train), hinted: false,
      when: { $0.train.layout.hiddenEpochs > 0 ? .on : .off("all epochs are on the screen") }
    ) { state, group in
      let most = state.train.layout.hiddenEpochs
      state.train.tableScroll = min(max(state.train.tableScroll + (group == 0 ? 1 : -1), 0), most)
      return []
    },
    KeyBinding(
      key("B"), title: "beneath", help: "keeps this run beneath the next: change one thing and train again, same seed",
      in: .screen(.train), hinted: false, when: withSteps
    ) { $0.toggleTwin() },
    KeyBinding(
      key("i"), .enter, title: "inspect", help: "what the trained network gets wrong", in: .screen(.train),
      hinted: false,
      when: { $0.inspectAvailability }
    ) { $0.inspectLastRun() },
  ]
}
