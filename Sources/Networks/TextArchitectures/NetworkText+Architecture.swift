import Kernels

extension NetworkText {
  /// The text of an architecture, with these widths in place of its usual ones.
  ///
  /// What an architecture does with its widths is found out by asking for the layers of numbers that no one else is: a
  /// layer of the second of them is one of `w2`.
  package init(_ architecture: any Architecture, widths: [Int]? = nil) {
    let widths = widths ?? architecture.defaultWidths
    if let text = architecture.text {
      self = widths == text.widths ? text : text.with(widths: widths)
      return
    }
    let marks = Marks(architecture, widths)
    var writer = Writer(marks: marks)
    writer.write(architecture.layers(marks.widths, classes: marks.classes))
    let calls = architecture.schedule.joined(separator: "; ")
    let recipe = calls.isEmpty ? [] : [Line(.recipe([Setting(Word("fit"), calls)]))]
    self.init(
      lines: [
        Line(.network(architecture.name)), Line(.about(architecture.explanation)), Line(.widths(widths)),
      ] + recipe + [Line(.blank)] + writer.lines)
  }

  /// Numbers that stand for the widths and the number of classes.
  private struct Marks {
    let widths: [Int]
    let classes = 90_001

    init(_ architecture: any Architecture, _ widths: [Int]) {
      // Those that follow from the data are named by no layer, or are the classes.
      let fixed = architecture.fixedWidths(image: MapShape(3, 32, 32), classes: classes)
      var marked = widths.indices.map { 90_101 + $0 }
      if let first = fixed.first { marked[0] = first }
      if let last = fixed.last { marked[marked.count - 1] = last }
      self.widths = marked
    }

    func written(_ count: Int) -> String {
      if count == classes { return "classes" }
      return widths.firstIndex(of: count).map { "w\($0 + 1)" } ?? "\(count)"
    }
  }

  private struct Writer {
    let marks: Marks
    var lines: [Line] = []

    mutating func write(_ layers: [NamedLayer]) {
      for layer in layers {
        // A layer without a label is called by its index.
        let label = layer.name.first?.isNumber == true ? nil : layer.name
        if let block = layer.kind as? Residual {
          lines.append(Line(.block(label: label.map { Word($0) }, kind: Word(WrittenKinds.block))))
          write(block.body)
          if !block.shortcut.isEmpty {
            lines.append(Line(.shortcut))
            write(block.shortcut)
          }
          lines.append(Line(.end))
        } else if let kind = layer.kind as? any WrittenKind {
          write(kind, label.map { $0 + kind.labelEnding })
        } else {
          fatalError("\(layer.name), \(layer.kind.text), cannot be written")
        }
        if let activation = (layer.kind as? any ActivatedKind)?.activation { write(activation.kind, nil) }
      }
    }

    private mutating func write(_ kind: any WrittenKind, _ label: String?) {
      let arguments = kind.words(marks.written).map { Word($0) }
      lines.append(
        Line(
          .layer(
            LayerLine(label: label.map { Word($0) }, kind: Word(type(of: kind).word), arguments: arguments))))
    }
  }
}
