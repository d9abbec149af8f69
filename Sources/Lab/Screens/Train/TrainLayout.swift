import Screen

/// Positions of the parts: plots at the left, figures at the right, or on a second page if that is too narrow.
struct TrainLayout: Equatable, Sendable {
  private static let figuresWidth = 46
  private static let shownMarks = 5

  private(set) var plots: Rect?
  /// Two lines of progress while the panel is on the other page.
  private(set) var shortProgress: Rect?
  private(set) var progress: Rect?
  private(set) var epochs: Rect?
  private(set) var marks: Rect?
  /// Number of marks listed, the latest ones.
  private(set) var markCount = 0
  /// Rows of the epoch table that do not fit.
  private(set) var hiddenEpochs = 0

  init() {}

  init(_ state: LabState) {
    let train = state.train
    let parts = state.isWide ? state.contentArea.columns([.rest, .fixed(Self.figuresWidth)]) : []
    markCount = min(train.marks.count, Self.shownMarks)
    let rows = (parts.last ?? state.contentArea).rows(
      [.fixed(ProgressPanel.height), .rest, .fixed(markCount > 0 ? markCount + 2 : 0)])
    hiddenEpochs = max(0, train.curves.epochs.count + (train.isUnderWay ? 1 : 0) - (rows[1].height - 3))
    if state.isWide || train.part == .figures {
      (progress, epochs, marks) = (rows[0], rows[1], markCount > 0 ? rows[2] : nil)
    }
    if let left = parts.first {
      plots = left
    } else if train.part == .plots {
      let rows = state.contentArea.rows([.fixed(2), .rest])
      (shortProgress, plots) = (rows[0], rows[1])
    }
  }
}
