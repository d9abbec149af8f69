import Files
import Lab
import Screen
import Training

/// The curve and suggestions of a sweep, as `lr-find` prints them.
struct LRFindReport {
  let curve: LRCurve
  let suggestions: LRSuggestions
  let options: LRFinderOptions

  /// The calls scaled to the recommended rate, if there is one.
  func scaled(_ fits: [FitCall]) -> [FitCall]? { suggestions.recommended.map { fits.scaled(toHighest: $0) } }

  func json(_ fits: [FitCall]?) -> JSON {
    var facts: [String: JSON] = [
      "event": "lr_find", "lr": .numbers(curve.points.map(\.learningRate)), "loss": .numbers(curve.points.map(\.loss)),
      "smoothed": .numbers(curve.points.map(\.smoothed)),
      "suggestions": [
        "valley": .figure(suggestions.valley), "steep": .figure(suggestions.steep),
        "minimum": .figure(suggestions.minimum),
      ], "recommended": .figure(suggestions.recommended), "stopped_early": .bool(curve.ending == .exploded),
    ]
    if let fits { facts["fits"] = .strings(fits.map(\.shortText)) }
    return .object(facts)
  }

  func plot(title: String) -> LinePlot {
    let sweep = LRCurvePlot(curve, suggestions, options)
    return LinePlot(
      title: title, series: [LinePlot.Series("loss", sweep.points, role: .trainLoss)], x: sweep.rates,
      y: sweep.losses, marks: sweep.marks)
  }

  /// One line per batch.
  var table: String { curve.points.map { "\($0.learningRate) \($0.loss) \($0.smoothed)\n" }.joined() }

  var text: String {
    func named(_ name: LRSuggestions.Rule, _ rate: Double?) -> String {
      "\(name.rawValue) \(rate.map(Figures.rate) ?? Figures.missing)"
    }
    let remark = suggestions.absence.map { "nothing is recommended: \($0.remark(curve.ending))\n" } ?? ""
    let rates = [
      named(.recommended, suggestions.recommended), named(.valley, suggestions.valley),
      named(.steep, suggestions.steep), named(.minimum, suggestions.minimum),
    ]
    return """
      \(remark)\(rates.joined(separator: "  "))
      \(options.text): \(curve.endingText), \(curve.points.count) batches

      """
  }
}
