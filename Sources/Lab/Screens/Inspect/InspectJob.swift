import Experiments
import ImageData
import Screen
import Training

/// Evaluates a run's network on the validation images.
struct InspectJob: LabJob {
  /// Name of the run.
  let id: String
  /// The loaded images: a run that was trained on others has these read for the job alone.
  let loaded: DataSet?

  var runsBeside: Bool { true }

  func run(_ handle: JobHandle, in runtime: LabRuntime) throws {
    handle.note("reading \(id)")
    let listing = try runtime.store.find(id)
    let document = try listing.readDocument()
    let data = try runtime.dataSet(of: document, loaded: loaded) { handle.note($0) }
    let run = try runtime.lease.borrow {
      try runtime.store.openTrained(id, pool: runtime.pool) { _ in
        handle.note("looking at \(Figures.grouped(data.valid.count)) images with \(id)")
        return data
      }
    }
    guard !handle.isStopped else { return }
    let facts = try Interpretation(of: run, lease: runtime.lease)
    handle.post(
      InspectMessage.inspected(
        Inspection(
          title: id, network: document.recipe.network, facts: facts, images: run.data.valid, history: listing.layers(),
          labels: try InspectLabels(run.recipe, folder: listing.folder, source: data))))
  }

  func status(_ phase: Job.Phase, _ state: LabState) -> Span { Span("inspecting", Style(.warning)) }

  func ended(_ end: Job.End, in state: inout LabState) -> [Effect] {
    if case .failed(let reason) = end { state.inspect.fail(reason) }
    return []
  }
}

/// Messages of an inspection.
enum InspectMessage: LabMessage {
  case inspected(Inspection)

  func apply(to state: inout LabState) -> [Effect] {
    switch self {
    case .inspected(let inspection): state.inspect.take(inspection)
    }
    return []
  }

  func lines(_ state: LabState) -> [String] { InspectScreen.lines(state) }
}

extension LabState {
  var inspectAvailability: Availability {
    if inspecting != nil { return .off("an inspection is under way") }
    guard lastRun == nil else { return .on }
    return training == nil
      ? .off("there is no run yet: train a network first")
      : .off("the first epoch of the run is not validated yet")
  }

  /// The inspection that is queued or running.
  var inspecting: Job? { jobs.last(InspectJob.self) }

  mutating func inspectLastRun() -> [Effect] {
    lastRun.map { inspectRun($0) } ?? []
  }

  /// The run on the Train screen once it has validated weights, else one of the store.
  var lastRun: String? {
    if let folder = train.folder, training == nil || !train.curves.epochs.isEmpty { return folder }
    return [runs.selectedID, runs.rows.map(\.id).max()].compactMap(\.self).first { $0 != train.folder }
  }

  /// Inspects the run on the Train screen where it has epochs that were not inspected yet: that costs a moment of the
  /// cores, and disturbs nothing.
  mutating func inspectNewest() -> [Effect] {
    guard let run = train.folder, !train.curves.epochs.isEmpty, inspecting == nil else { return [] }
    return inspect.isNew(run, epochs: train.curves.epochs.count) ? inspectRun(run) : []
  }

  mutating func inspectRun(_ id: String) -> [Effect] {
    screen = .inspect
    if let run = train.folder { inspect.know(run, epochs: train.curves.epochs.count) }
    return [jobs.add(InspectJob(id: id, loaded: data.set))]
  }
}
