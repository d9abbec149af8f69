import Experiments
import ImageData
import Kernels
import Networks
import Screen
import Training

extension LabRuntime {
  /// Images that the layers' figures are taken from.
  private static let probeImages = 64

  func inspect(_ request: InspectRequest) {
    guard case .run(let id) = request else { return }
    do {
      let listing = try store.find(id)
      guard let document = listing.document else { throw RunFolderError.unknown(id) }
      let data = try dataSet(of: document)
      mailbox.post(.inspecting("looking at \(NumberText.count(data.valid.count)) images with \(listing.name)"))
      let network = try document.recipe.makeNetwork(for: data, pool: pool)
      try WeightsFile.load(listing.weightsPath(best: false), into: network, needsStatistics: true)
      let statistics = document.recipe.channelStatistics(for: data)
      let predictions = Evaluator(network, statistics: statistics).predict(data.valid)
      mailbox.post(
        .inspected(
          Inspection(
            title: listing.name, classes: data.classes, predictions, filters: Inspection.Filter.all(of: network),
            layers: Self.layerFigures(network, data, statistics))))
    } catch {
      mailbox.post(.inspectFailed("\(error)"))
    }
  }

  /// The loaded set where the run was trained on it, else the run's own.
  private func dataSet(of document: RunDocument) throws -> DataSet {
    if let loaded = data.withLock({ $0 }), loaded.fingerprint == document.data.fingerprint { return loaded }
    mailbox.post(.inspecting("loading \(document.data.name)"))
    let set = try read(document.recipe.data)
    data.withLock { $0 = set }
    mailbox.post(.loaded(source: document.recipe.data, set, DataFacts(set)))
    return set
  }

  /// What each layer puts out for one batch, and the gradient that its parameters get.
  private static func layerFigures(
    _ network: Network, _ data: DataSet, _ statistics: ChannelStatistics
  ) -> [Inspection.LayerFigures] {
    let count = min(probeImages, data.train.count, network.batchSize)
    let plan = BatchPlan.inOrder(count: count, batchSize: count, imageSize: data.train.size)
    let maker = BatchMaker(data.train.first(count), statistics: statistics, pool: network.pool)
    let batch = maker.makeBatch(capacity: network.batchSize)
    maker.fill(batch, 0, of: plan)
    network.forward(batch, mode: .training)
    let values = network.outputs.map { output in (0..<count).map { output.image($0) } }
    _ = network.loss(batch)
    network.backward(batch)
    return network.layers.enumerated().map { index, entry in
      let gradients = network.parameters.filter { $0.layer == index }
      var squares = 0.0
      for parameter in gradients {
        for value in network.gradients.slice(parameter.range).values { squares += Double(value) * Double(value) }
      }
      return Inspection.LayerFigures(
        name: entry.name, images: values[index], gradientNorm: gradients.isEmpty ? nil : squares.squareRoot())
    }
  }
}

extension Inspection.LayerFigures {
  private static let bins = 24

  /// Figures of the values of several images.
  init(name: String, images: [[Float]], gradientNorm: Double?) {
    var sum = 0.0
    var squares = 0.0
    var low = Float.infinity
    var high = -Float.infinity
    var count = 0
    for image in images {
      for value in image where value.isFinite {
        sum += Double(value)
        squares += Double(value) * Double(value)
        low = min(low, value)
        high = max(high, value)
        count += 1
      }
    }
    let mean = count > 0 ? sum / Double(count) : 0
    let variance = count > 0 ? max(squares / Double(count) - mean * mean, 0) : 0
    var histogram = [Int](repeating: 0, count: Self.bins)
    if high > low {
      for image in images {
        for value in image where value.isFinite {
          histogram[min(Int((value - low) / (high - low) * Float(Self.bins)), Self.bins - 1)] += 1
        }
      }
    }
    let features = images.first?.count ?? 0
    let dead = (0..<features).count { feature in images.allSatisfy { $0[feature] == 0 } }
    self.init(
      name: name, mean: mean, std: variance.squareRoot(), deadShare: features > 0 ? Double(dead) / Double(features) : 0,
      gradientNorm: gradientNorm, histogram: histogram)
  }
}

extension Inspection {
  /// What `predictions` say, image by image.
  init(
    title: String, classes: [String], _ predictions: Predictions, filters: [Filter], layers: [LayerFigures]
  ) {
    var matrix = [[Int]](repeating: [Int](repeating: 0, count: classes.count), count: classes.count)
    let all = (0..<predictions.count).map { image in
      let label = Int(predictions.labels[image])
      let predicted = predictions.predicted(image)
      matrix[label][predicted] += 1
      return Prediction(
        image: image, label: label, predicted: predicted, loss: predictions.loss(image),
        logProbabilities: Array(predictions.row(image)))
    }
    let evaluation = predictions.evaluation
    self.init(
      title: title, classes: classes, matrix: matrix, predictions: all, filters: filters, layers: layers,
      accuracy: evaluation.accuracy, loss: evaluation.loss)
  }
}

extension Inspection.Filter {
  /// More filters than that do not fit any screen.
  private static let most = 64

  /// The filters of the first layer that looks at the three colours: a convolution's kernels, or a Linear layer's rows
  /// as pictures. One scale for all: grey is 0.
  static func all(of network: Network) -> [Inspection.Filter] {
    guard let parameter = network.parameters.first(where: { $0.name.hasSuffix("weight") && $0.shape.count > 1 }) else {
      return []
    }
    let values = network.values.slice(parameter.range).values
    let width: Int
    let height: Int
    if parameter.shape.count == 4, parameter.shape[1] == 3 {
      (height, width) = (parameter.shape[2], parameter.shape[3])
    } else if parameter.shape.count == 2, parameter.shape[1] == network.image.count {
      (height, width) = (network.image.height, network.image.width)
    } else {
      return []
    }
    let largest = max(values.map { abs($0) }.max() ?? 1, .leastNormalMagnitude)
    let size = 3 * width * height
    return (0..<min(parameter.shape[0], most)).map { index in
      let pixels = values[index * size..<(index + 1) * size].map { value in
        UInt8(min(max((value / largest * 127.5 + 127.5).rounded(), 0), 255))
      }
      return Inspection.Filter(width: width, height: height, pixels: pixels)
    }
  }
}
