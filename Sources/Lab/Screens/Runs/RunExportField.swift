import Experiments
import Exports

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
    guard let model = try Model(weights: listing.weightsPath(best: false), batchSize: 1, pool: runtime.pool) else {
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
    guard let run = runs.selected else { return .off("there is no run to choose") }
    if run.members.count > 1 { return .off("this row stands for several runs; \(keyName(.poolSeeds)) shows each") }
    if run.isDamaged { return .off("this folder is no run that the lab can read") }
    return run.status == .running ? .off("it is being trained; it can be exported when it has ended") : .on
  }

  mutating func editExport() -> [Effect] {
    guard let run = runs.selected else { return [] }
    editing = FieldEdit(RunExportField(id: run.id), "\(run.id)-export")
    return []
  }
}
