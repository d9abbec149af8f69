/// Widths being edited as text.
enum WidthField: TypedField {
  /// The width at the cursor.
  case one
  case list

  func take(_ text: String, in state: inout LabState) -> Result<[Effect], InputError> {
    let error =
      switch self {
      case .one: state.takeWidth(text)
      case .list: state.takeWidths(text)
      }
    return error.map(Result.failure) ?? .success([])
  }
}

extension LabState {
  /// Sets one width, or with commas the whole list.
  fileprivate mutating func takeWidth(_ text: String) -> InputError? {
    if text.contains(where: { ",;·".contains($0) }) { return takeWidths(text) }
    if text.trimmed.isEmpty { return nil }
    switch TypedWidths.parse(text) {
    case .success(let width):
      network.edit { $0.change(to: width) }
      return nil
    case .failure(let error): return error
    }
  }

  mutating func takeWidths(_ text: String) -> InputError? {
    switch TypedWidths.parseList(text) {
    case .success(let widths):
      network.edit { $0.replace(with: widths) }
      return nil
    case .failure(let error): return error
    }
  }
}
