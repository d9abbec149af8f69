import Experiments
import Networks
import Screen

/// What differs between two recipes.
enum RecipeDifference {
  struct Line: Equatable {
    let title: String
    let left: String
    let right: String
    var differs: Bool { left != right }
  }

  static func lines(_ left: Recipe, _ right: Recipe) -> [Line] {
    let (first, second) = (facts(left), facts(right))
    return zip(first, second).map { Line(title: $0.0, left: $0.1, right: $1.1) }
  }

  private static func facts(_ recipe: Recipe) -> [(String, String)] {
    let architecture = try? Architectures.named(recipe.network)
    let widths = recipe.widths ?? architecture?.defaultWidths ?? []
    let fits = recipe.fits.isEmpty ? architecture?.schedule ?? [] : recipe.fits.map(RecipeForm.short)
    return [
      ("network", recipe.network), ("widths", widths.map(String.init).joined(separator: ", ")),
      ("data", recipe.data), ("size", "\(recipe.size)"), ("fit calls", fits.joined(separator: " ; ")),
      ("batch size", "\(recipe.batchSize)"), ("momentum", "\(recipe.momentum)"),
      ("dropout", recipe.dropout.map { "\($0)" } ?? "the network's"), ("seed", "\(recipe.seed)"),
      ("subset", recipe.subset.map { "\($0)" } ?? "all"), ("augmentation", recipe.augments ? "on" : "off"),
      ("padding", recipe.padding.rawValue), ("normalise by", recipe.statistics.rawValue),
      ("bn statistics", recipe.movingStatistics ? "ema" : "last"),
      ("freeze layers", recipe.frozen.isEmpty ? "none" : recipe.frozen.joined(separator: ", ")),
    ]
  }
}

/// Two recipes side by side: what differs stands out, by a sign as well as by colour.
struct DifferenceTable: Widget {
  let left: String
  let right: String
  let lines: [RecipeDifference.Line]

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let rows = lines.sorted { $0.differs && !$1.differs }.map { line in
      let style = line.differs ? Style(.warning, .bold) : Style(.muted)
      return [
        Span(line.differs ? "≠" : "=", style), Span(line.title, Style(.muted)), Span(line.left, style),
        Span(line.right, style),
      ]
    }
    let columns = [
      Table.Column("", width: .fixed(1)), Table.Column("", width: .fixed(13)), Table.Column(left), Table.Column(right),
    ]
    buffer.draw(Table(columns: columns, rows: rows, focused: false, top: 0), in: rect, context)
  }
}
