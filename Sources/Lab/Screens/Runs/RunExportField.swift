import Experiments
import Exports
import Kernels

/// The folder for a run's network as a model of other tools while it is typed.
struct RunExportField: TypedField {
  static let usage = "folder for ONNX, PyTorch, safetensors"

  let id: String

  func take(_ text: String, in state: inout LabState) -> Result<[Effect], InputError> {
    let folder = text.trimmed
    guard !folder.isEmpty else {
      return .failure(InputError("a folder is missing; \(state.keyName(.back)) writes nothing"))
    }
    return .success([.file(ExportRun(id: id, folder: folder))])
  }
}

/// Writes the network of a run for other tools.
struct ExportRun: FileTask {
  let id: String
  let folder: String

  func run(in runtime: LabRuntime) throws {
    let listing = try runtime.store.find(id)
    // The lab's own pool may be at work for a training, and making a network grows the pool's scratch.
    let pool = WorkerPool(threads: 1)
    guard let model = try Model(weights: listing.weightsPath(best: false), batchSize: 1, pool: pool) else {
      runtime.mailbox.post(
        SessionMessage.failed(
          "the weights of \(id) do not say which network they belong to: cifarlab runs export \(id) reads its images"))
      return
    }
    let files = try RunExport.write(
      model, as: Set(RunExport.Form.allCases), to: CompletePath.expanded(folder, runtime.options.environment))
    runtime.mailbox.post(RunsMessage.exported(id, files, to: folder))
  }
}

extension LabState {
  /// Whether the run under the cursor has a network to export.
  var exportAvailability: Availability {
    endedRunAvailability("it is being trained; it can be exported when it has ended")
  }

  mutating func editExport() -> [Effect] {
    guard let run = runs.selected else { return [] }
    editing = FieldEdit(RunExportField(id: run.id), "\(run.id)-export")
    return []
  }
}
