import Screen

extension MachineScreen {
  static let keys: [KeyBinding] = [
    KeyBinding(
      key("m"), title: "measure",
      help: "measures the multiply-add peak of all threads, against which others' work shows",
      in: .screen(.machine), when: { $0.peakAvailability }
    ) { $0.measurePeak() },
    KeyBinding(
      .function(5), title: "read again", help: "counts again what runs and cache take of the disk",
      in: .screen(.machine)
    ) { state in
      state.say("the disk space is counted again")
      return [.measureDisk]
    },
    KeyBinding(
      key("X"), .delete, title: "empty cache", help: "deletes decoded images and downloads from the cache; asks first",
      as: "delete",
      in: .screen(.machine), when: { $0.emptyAvailability }
    ) { $0.askToEmptyCache() },
  ]
}
