import Experiments
import Listing

/// The name, tags and note of a run while they are typed.
struct RunNameField: TypedField {
  let id: String

  func take(_ text: String, in state: inout LabState) -> Result<[Effect], InputError> {
    do throws(InvalidValue) {
      let label = try RunLabel(parsing: text)
      if let name = label.name, let other = state.runs.rows.first(where: { $0.label.name == name && $0.id != id }) {
        return .failure(InputError("that is the name of \(other.id)"))
      }
      return .success([.file(LabelRun(id: id, label: label))])
    } catch {
      return .failure(InputError(error.reason))
    }
  }
}
