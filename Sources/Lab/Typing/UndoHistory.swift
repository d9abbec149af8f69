/// A value with undo and redo.
struct UndoHistory<Value: Equatable & Sendable>: Equatable, Sendable {
  private(set) var value: Value
  private var past: [Value] = []
  private var future: [Value] = []

  init(_ value: Value) { self.value = value }

  var canUndo: Bool { !past.isEmpty }
  var canRedo: Bool { !future.isEmpty }

  /// Changes the value and clears redo.
  mutating func set(_ new: Value) {
    guard new != value else { return }
    past.append(value)
    value = new
    future = []
  }

  /// Changes the value by something that cannot be taken back.
  mutating func amend(_ change: (inout Value) -> Void) { change(&value) }

  /// Says the same of all values in other words.
  mutating func rewrite(_ other: (Value) -> Value) {
    value = other(value)
    past = past.map(other)
    future = future.map(other)
  }

  mutating func undo() {
    guard let previous = past.popLast() else { return }
    future.append(value)
    value = previous
  }

  mutating func redo() {
    guard let next = future.popLast() else { return }
    past.append(value)
    value = next
  }
}
