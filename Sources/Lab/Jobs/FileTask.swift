/// Reads or writes files. Tasks run one at a time, beside the jobs.
protocol FileTask: Sendable, Equatable {
  /// Does the work and posts the result; an error becomes a notice.
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
