/// Something to be read from files or written to them; one at a time, beside what computes.
protocol FileTask: Sendable, Equatable {
  /// Reads or writes, and posts what came of it; what it throws becomes a notice.
  func run(in runtime: LabRuntime) throws
}

extension FileTask {
  fileprivate func isEqual(to other: any FileTask) -> Bool { other as? Self == self }
}

struct AnyFileTask: Sendable, Equatable {
  let task: any FileTask

  init(_ task: any FileTask) { self.task = task }

  static func == (left: AnyFileTask, right: AnyFileTask) -> Bool { left.task.isEqual(to: right.task) }
}
