import Experiments
import ImageData
import Networks
import Screen
import Training

/// Times a few training steps on the first images (medians); the network is dropped.
struct MeasureJob: LabJob {
  let recipe: Recipe
  let data: DataSet

  init(_ recipe: Recipe, data: DataSet) {
    self.recipe = recipe
    // The measurement needs no validation images.
    self.data = data.validatingFirst(1)
  }

  func run(_ handle: JobHandle, in runtime: LabRuntime) throws {
    var recipe = recipe
    // The first two steps allocate memory and wake threads, and do not count.
    recipe.training.maxSteps = 10
    recipe.fits = [FitCall(1e-3, 10)]
    recipe.initialWeights = nil
    let run = try TrainingRun(recipe, data: data, pool: runtime.pool)
    let stopwatch = LayerStopwatch(layers: run.network.layers.count)
    run.network.stopwatch = stopwatch
    var steps: [Double] = []
    var layers: [[Double]] = []
    run.run(handle.control) { event in
      guard case .stepEnded(let step) = event else { return }
      steps.append(step.seconds)
      layers.append(stopwatch.take())
    }
    guard steps.count > 2, !handle.isStopped else { return }
    func median(_ times: [Double]) -> Double { times.dropFirst(2).sorted()[(times.count - 2) / 2] }
    handle.post(
      NetworkMessage.measured(
        NetworkState.Measurement(
          network: recipe.networkLabel, widths: run.network.widths, batchSize: recipe.batchSize,
          secondsPerStep: median(steps),
          layerSeconds: run.network.layers.indices.map { layer in median(layers.map { $0[layer] }) })))
  }

  func status(_ phase: Job.Phase, _ state: LabState) -> Span { Span("measuring", Style(.warning)) }
}

extension LabState {
  var isMeasuring: Bool { jobs.last(MeasureJob.self) != nil }

  mutating func measure() -> [Effect] {
    guard let set = data.set else { return [] }
    return [jobs.add(MeasureJob(recipe, data: set))]
  }
}
