import Experiments
import ImageData
import Screen
import Training

extension LabRuntime {
  func inspect(_ request: InspectRequest) {
    guard case .run(let id) = request else { return }
    do {
      let document = try store.find(id).readDocument()
      let run = try store.openTrained(id, pool: pool) { _ in
        let data = try dataSet(of: document)
        mailbox.post(.inspecting("looking at \(NumberText.count(data.valid.count)) images with \(id)"))
        return data
      }
      mailbox.post(.inspected(Inspection(title: id, Interpretation(of: run))))
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
}

extension Inspection {
  /// More filters than that do not fit any screen.
  private static let mostFilters = 64

  /// What the Inspect screen shows of an interpretation.
  init(title: String, _ insight: Interpretation) {
    let predictions = insight.predictions
    self.init(
      title: title, classes: insight.classes, matrix: insight.confusion.counts,
      predictions: (0..<predictions.count).map { image in
        Prediction(
          image: image, label: Int(predictions.labels[image]), predicted: predictions.predicted(image),
          loss: predictions.loss(image), logProbabilities: Array(predictions.row(image)))
      }, filters: Array(insight.filters.prefix(Self.mostFilters)), layers: insight.layers,
      accuracy: insight.evaluation.accuracy, loss: insight.evaluation.loss)
  }
}
