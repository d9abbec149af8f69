import Experiments
import Screen

// Runs that differ in their seeds alone, as one row.

extension [RunRow] {
  /// The runs of each recipe on the same images as one row, with means and deviations over their seeds; in the order of
  /// the first of each. What cannot be read stands alone.
  package var groupedBySeed: [RunRow] {
    var groups: [[RunRow]] = []
    var places: [Key: Int] = [:]
    for row in self {
      guard let document = row.document else {
        groups.append([row])
        continue
      }
      let key = Key(recipe: document.recipe.withoutSeed, images: document.data.fingerprint)
      if let place = places[key] {
        groups[place].append(row)
      } else {
        places[key] = groups.count
        groups.append([row])
      }
    }
    return groups.map(\.asOne)
  }

  private struct Key: Hashable {
    let recipe: Recipe
    let images: String
  }

  private var asOne: RunRow {
    guard count > 1 else { return self[0] }
    let rows = sorted(by: .date, ascending: false)
    let completed = rows.filter { $0.status == .completed }
    // A run that was stopped half way says nothing about where the others came.
    let counted = completed.isEmpty ? rows : completed
    let cells = RunColumn.all.map { column -> RunCell in
      if let mean = column.mean {
        return Self.mean(counted.compactMap { $0[column].number }, mean, deviates: column.isMerit)
      }
      switch column {
      case .state:
        return completed.count == rows.count
          ? RunCell("\(rows.count) completed") : RunCell("\(completed.count) of \(rows.count) completed")
      case .date, .folder: return rows[0][column]
      default: return rows.common(column)
      }
    }
    return RunRow(rows.map(\.listing), cells)
  }

  private static func mean(_ values: [Double], _ text: (Double) -> String, deviates: Bool) -> RunCell {
    let spread = Spread(values)
    guard let mean = spread.mean else { return .empty }
    return RunCell(text(mean) + (deviates ? spread.deviation.map { " ±" + text($0) } ?? "" : ""), number: mean)
  }

  /// What all of them say in a column, or how many things they say.
  private func common(_ column: RunColumn) -> RunCell {
    let texts = Set(map { $0[column].text })
    return texts.count == 1 ? self[0][column] : RunCell("\(texts.count) \(column.title)s")
  }
}
