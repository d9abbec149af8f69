import Experiments
import ImageData
import Kernels
import Networks
import Screen
import Training

extension LabRuntime {
  /// The data set that is loaded; a message where there is none.
  private func loadedData() -> DataSet? { data.withLock { $0 } }

  func train(_ recipe: Recipe) {
    guard let data = loadedData() else {
      mailbox.post(.trainingFailed("no images are loaded"))
      return
    }
    train {
      let run = try TrainingRun(recipe, data: data, pool: pool)
      return (run, RunRecorder(store, run), nil)
    }
  }

  /// Goes on with a run of the store where its last checkpoint left it, bit for bit.
  func resume(_ id: String) {
    train {
      let document = try store.find(id).readDocument()
      let (run, recorder) = try store.resume(id, pool: pool) { _ in try dataSet(of: document) }
      let position = run.learner.position
      let past = RunPast(
        curves: RunCurves(try store.find(id), before: position),
        learningRateChanges: document.recipe.learningRateChanges.filter { $0.step < position.step },
        recoveries: document.recipe.recoveries.filter { $0 < position.step })
      return (run, recorder, past)
    }
  }

  /// Runs what `make` makes ready, and posts what happens.
  private func train(_ make: () throws -> (run: TrainingRun, recorder: RunRecorder, past: RunPast?)) {
    let control = TrainingControl(holdsOnDivergence: true)
    self.control.withLock { $0 = control }
    defer { self.control.withLock { $0 = nil } }
    do {
      let (run, recorder, past) = try make()
      mailbox.post(
        .trainingStarted(
          try RunPlan(run), name: recorder.name ?? run.recipe.network, folder: recorder.name, past: past))
      if past == nil, let sweep = lastSweep.withLock({ $0 }), sweep.recipe.isOfSameNetwork(as: run.recipe) {
        for event in recorder.keep(sweep.curve) { mailbox.post(event) }
      }
      run.run(control, recorder: recorder) { [mailbox] in mailbox.post($0) }
    } catch {
      mailbox.post(.trainingFailed("\(error)"))
    }
    mailbox.post(.trainingClosed)
  }

  func find(_ request: FinderRequest) {
    guard let data = loadedData() else {
      mailbox.post(.finder(.failed("no images are loaded")))
      return
    }
    let control = TrainingControl()
    self.control.withLock { $0 = control }
    defer { self.control.withLock { $0 = nil } }
    do {
      let run = try TrainingRun(request.recipe, data: data, pool: pool)
      let steps = run.learner.batches
      let widths = request.recipe.widths.map { $0.map(String.init).joined(separator: ",") } ?? ""
      mailbox.post(.finder(.started(title: "\(request.recipe.network) \(widths)", steps: steps)))
      var options = LRFinderOptions()
      options.start = request.startRate
      options.end = request.endRate
      options.isLinear = request.isLinear
      let curve = run.finder(options).run(control) { [mailbox] point in
        mailbox.post(
          .finder(.point(rate: point.learningRate, loss: point.loss, smoothed: point.smoothed)))
      }
      lastSweep.withLock { $0 = (request.recipe, curve) }
      let found = LRSuggestions(curve, batches: steps)
      let suggestions = [("valley", found.valley), ("steep", found.steep), ("minimum", found.minimum)]
        .compactMap { name, rate in rate.map { FinderSuggestion(name: name, rate: $0) } }
      mailbox.post(.finder(.ended(suggestions, stoppedEarly: curve.stoppedEarly)))
    } catch {
      mailbox.post(.finder(.failed("\(error)")))
    }
  }

  /// Trains a few steps on the first images, and forgets them: the medians of their times.
  func measure(_ recipe: Recipe) {
    guard let data = loadedData() else {
      mailbox.post(.measured(nil, "no images are loaded"))
      return
    }
    var recipe = recipe
    // The first two plan memory and wake the threads.
    recipe.maxSteps = 10
    recipe.fits = [FitCall(1e-3, 10)]
    recipe.initialWeights = nil
    do {
      let few = DataSet(
        name: data.name, source: data.source, classes: data.classes, train: data.train, valid: data.valid.first(1))
      let run = try TrainingRun(recipe, data: few, pool: pool)
      let stopwatch = LayerStopwatch(layers: run.network.layers.count)
      run.network.stopwatch = stopwatch
      var steps: [Double] = []
      var layers: [[Double]] = []
      run.run { event in
        guard case .stepEnded(let step) = event else { return }
        steps.append(step.seconds)
        layers.append(stopwatch.take())
      }
      func median(_ times: [Double]) -> Double { times.dropFirst(2).sorted()[(times.count - 2) / 2] }
      mailbox.post(
        .measured(
          NetworkState.Measurement(
            network: recipe.network, widths: run.network.widths, batchSize: recipe.batchSize,
            secondsPerStep: median(steps),
            layerSeconds: run.network.layers.indices.map { layer in median(layers.map { $0[layer] }) }), nil))
    } catch {
      mailbox.post(.measured(nil, "\(error)"))
    }
  }
}

extension RunPlan {
  /// What `run` is going to be.
  init(_ run: TrainingRun) throws {
    self.init(
      network: run.recipe.network, widths: run.network.widths, dataName: run.data.name,
      fits: try run.recipe.schedule(), trainImages: run.learner.data.train.count,
      validImages: run.learner.data.valid.count, batchSize: run.recipe.batchSize, seed: run.recipe.seed,
      parameters: run.network.values.count, maxSteps: run.recipe.maxSteps)
  }
}

extension ImageSet {
  /// Its first images.
  func first(_ count: Int) -> ImageSet {
    let count = min(count, self.count)
    return ImageSet(size: size, pixels: Array(pixels.prefix(count * imageBytes)), labels: Array(labels.prefix(count)))
  }
}

extension Recipe {
  /// Whether a sweep by one recipe says something of the other.
  fileprivate func isOfSameNetwork(as other: Recipe) -> Bool {
    network == other.network && widths == other.widths && data == other.data && size == other.size
  }
}
