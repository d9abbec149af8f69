import Experiments
import ImageData
import Screen
import Training

/// Pictures of what a network knows, as PNG files.
package enum Pictures {
  /// Train and validation loss over the steps.
  package static func losses(steps: [StepRow], epochs: [EpochRow], stepsPerEpoch: Double) throws -> [UInt8] {
    let valid = epochs.map {
      RunPoint(place: $0.epoch, x: (Double($0.epoch) + 1) * stepsPerEpoch, y: $0.validLoss)
    }
    return try CurvePicture(
      title: "loss", xTitle: "step",
      curves: [
        .init(name: "train", colour: .blueLine, points: curve(steps, \.smoothed)),
        .init(name: "valid", colour: .orangeLine, points: valid),
      ]
    ).draw().png()
  }

  /// Accuracy in percent over the epochs.
  package static func accuracies(_ epochs: [EpochRow]) throws -> [UInt8] {
    let accuracies = epochs.map {
      RunPoint(place: $0.epoch, x: Double(ordinal($0.epoch)), y: 100 * $0.accuracy)
    }
    return try CurvePicture(
      title: "accuracy %", xTitle: "epoch",
      curves: [.init(name: "valid", colour: .orangeLine, points: accuracies)]
    ).draw().png()
  }

  /// Learning rate over the steps.
  package static func rates(_ steps: [StepRow]) throws -> [UInt8] {
    try CurvePicture(
      title: "learning rate", xTitle: "step",
      curves: [.init(name: "lr", colour: .blueLine, points: curve(steps, \.learningRate))]
    ).draw().png()
  }

  /// Smoothed loss of a whole sweep over the learning rate, with its suggestions.
  package static func sweep(
    _ curve: LRCurve, _ suggestions: LRSuggestions, _ options: LRFinderOptions, as form: PictureForm
  ) throws -> [UInt8] {
    let points = curve.points.enumerated().map { RunPoint(place: $0, x: $1.learningRate, y: $1.smoothed) }
    let marks = suggestions.named.map { suggestion in
      let sign = suggestion.rule == .minimum ? " = " : " "
      return CurvePicture.Mark(
        x: suggestion.place, label: suggestion.rule.rawValue + sign + Figures.exponential(suggestion.rate))
    }
    return try form.file(
      CurvePicture(
        title: "smoothed loss", xTitle: "lr", curves: [.init(name: "", colour: .blueLine, points: points)],
        marks: marks, x: PlotAxis(scale: options.isLinear ? .linear : .log), yRange: curve.descent))
  }

  /// The best accuracy in percent over what it took, on a logarithmic axis.
  package static func overTime(
    _ curves: [AccuracyOverTime], by cost: AccuracyOverTime.Cost, as form: PictureForm
  ) throws -> [UInt8] {
    var picture = CurvePicture(
      title: "best accuracy %", xTitle: cost.title,
      curves: curves.enumerated().map { index, curve in
        .init(
          name: curve.name, colour: .series[index % RGB.series.count],
          points: curve.points.enumerated().map {
            RunPoint(place: $0, x: $1.cost(cost), y: 100 * $1.accuracy)
          })
      }, x: PlotAxis(scale: .log))
    picture.namesStandAtEnds = true
    return try form.file(picture)
  }

  /// The confusion matrix: shares of each class in shades of blue, and counts.
  package static func confusion(_ matrix: ConfusionMatrix, classes: [String]) throws -> [UInt8] {
    let count = matrix.counts.count
    let cell = 64
    let left = 100
    let top = 50
    var canvas = Canvas(width: left + count * cell + 10, height: top + count * cell + 10)
    canvas.text("label / predicted", x: 6, y: 8)
    for label in 0..<count {
      let images = max(matrix.counts[label].reduce(0, +), 1)
      canvas.text(short(classes[label], 11), x: 6, y: top + label * cell + cell / 2 - 5)
      canvas.text(short(classes[label], 7), x: left + label * cell + 4, y: top - 18)
      for predicted in 0..<count {
        let images = (all: images, here: matrix.counts[label][predicted])
        let share = Double(images.here) / Double(images.all)
        let x = left + predicted * cell
        let y = top + label * cell
        canvas.fill(x: x, y: y, width: cell - 2, height: cell - 2, .shade(share))
        let text = "\(images.here)"
        canvas.text(
          text, x: x + (cell - Canvas.textWidth(text)) / 2, y: y + cell / 2 - 6, share > 0.5 ? .paper : .ink)
      }
    }
    return try canvas.png()
  }

  /// Images of a set in rows of ten, each with its class and what it was taken for.
  package static func sheet(_ images: [Int], of insight: Interpretation, in set: ImageSet) throws -> [UInt8] {
    let columns = max(min(images.count, 10), 1)
    let scale = max(96 / set.size, 1)
    let side = set.size * scale
    let cell = (width: max(side, 96) + 12, height: side + 38)
    let rows = max((images.count + columns - 1) / columns, 1)
    var canvas = Canvas(width: columns * cell.width + 12, height: rows * cell.height + 12)
    for (index, image) in images.enumerated() {
      let x = 12 + index % columns * cell.width
      let y = 12 + index / columns * cell.height
      let pixels = set.pixels[image * set.imageBytes..<(image + 1) * set.imageBytes]
      canvas.image(pixels, width: set.size, height: set.size, x: x, y: y, scale: scale)
      canvas.text(short(insight.classes[Int(set.labels[image])], 12), x: x, y: y + side + 4)
      canvas.text(
        short(">" + insight.classes[insight.predictions.predicted(image)], 12), x: x, y: y + side + 18, .orangeLine)
    }
    return try canvas.png()
  }

  /// First-layer filters in rows of ten.
  package static func filters(_ filters: [FilterImage]) throws -> [UInt8] {
    let columns = max(min(filters.count, 10), 1)
    let scale = max(60 / max(filters.first?.width ?? 1, 1), 1)
    let cell = (filters.first?.width ?? 1) * scale + 8
    let rows = max((filters.count + columns - 1) / columns, 1)
    var canvas = Canvas(width: columns * cell + 8, height: rows * cell + 8)
    for (index, filter) in filters.enumerated() {
      canvas.image(
        filter.pixels, width: filter.width, height: filter.height, x: 8 + index % columns * cell,
        y: 8 + index / columns * cell, scale: scale)
    }
    return try canvas.png()
  }

  private static func curve(_ steps: [StepRow], _ value: (StepRow) -> Double) -> [RunPoint] {
    steps.map { RunPoint(place: $0.step, x: Double($0.step), y: value($0)) }
  }

  private static func short(_ text: String, _ length: Int) -> String { String(text.prefix(length)) }
}
