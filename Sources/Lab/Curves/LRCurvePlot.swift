import Screen
import Training

/// The axes and marks of a plot of a sweep.
package struct LRCurvePlot {
  private let curve: LRCurve
  private let suggestions: LRSuggestions
  private let options: LRFinderOptions

  /// Of a curve over the rates of `options`, and what it speaks for.
  package init(_ curve: LRCurve, _ suggestions: LRSuggestions, _ options: LRFinderOptions) {
    self.curve = curve
    self.suggestions = suggestions
    self.options = options
  }

  /// The smoothed losses.
  package var points: [PlotPoint] { curve.points.map { PlotPoint($0.learningRate, $0.smoothed) } }

  /// From the first rate to the last one that was reached.
  package var rates: PlotAxis {
    let last = curve.points.last?.learningRate ?? options.end
    return PlotAxis(
      "lr", scale: options.isLinear ? .linear : .log,
      range: last > options.start ? options.start...last : options.start...options.end)
  }

  /// A loss that explodes leaves the plot at its upper edge.
  package var losses: PlotAxis { PlotAxis("loss", range: curve.descent) }

  /// The mark of the minimum gives the tenth of its rate.
  package var marks: [LinePlot.Mark] {
    let points = points
    return suggestions.named.map { suggestion in
      let label =
        suggestion.rule == .minimum
        ? "\(suggestion.rule.rawValue) = \(Figures.rate(suggestion.rate))" : suggestion.rule.rawValue
      let near = points.min { abs($0.x - suggestion.place) < abs($1.x - suggestion.place) }
      return LinePlot.Mark(x: suggestion.place, label: label, y: near?.y)
    }
  }
}

extension LRCurve {
  /// How the sweep ended, and at which rate.
  package var endingText: String {
    let rate = points.last.map { Figures.rate($0.learningRate) } ?? Figures.missing
    return switch ending {
    case .reachedEnd: "reached the end, \(rate)"
    case .exploded: "the loss exploded at \(rate)"
    case .stopped: "stopped by you at \(rate)"
    }
  }
}

extension LRFinderOptions {
  /// The rates in words.
  package var text: String {
    "\(Figures.rate(start)) … \(Figures.rate(end)), \(isLinear ? "equal steps" : "equal factors")"
  }
}
