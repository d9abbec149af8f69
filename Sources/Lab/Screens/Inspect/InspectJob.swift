import Experiments
import ImageData
import Screen
import Training

extension LabRuntime {
  func inspect(_ request: InspectRequest) {
    guard case .run(let id) = request else { return }
    do {
      let listing = try store.find(id)
      let document = try listing.readDocument()
      let run = try store.openTrained(id, pool: pool) { _ in
        let data = try dataSet(of: document) { mailbox.post(.inspecting($0)) }
        mailbox.post(.inspecting("looking at \(NumberText.count(data.valid.count)) images with \(id)"))
        return data
      }
      mailbox.post(.inspected(Inspection(title: id, facts: Interpretation(of: run), history: listing.layers())))
    } catch {
      mailbox.post(.inspectFailed("\(error)"))
    }
  }

  /// The loaded set where the run was trained on it, else the run's own.
  func dataSet(of document: RunDocument, note: (String) -> Void = { _ in }) throws -> DataSet {
    if let loaded = data.withLock({ $0 }), loaded.fingerprint == document.data.fingerprint { return loaded }
    note("loading \(document.data.name)")
    let set = try read(document.recipe.data, size: document.recipe.size)
    data.withLock { $0 = set }
    mailbox.post(.loaded(source: document.recipe.data, set, DataFacts(set)))
    return set
  }
}
