import Foundation
import Testing
import Training

@testable import Experiments

@Suite struct ClassificationReportTests {
  /// Six classes and sixty images, none of the last class. In Python, for the figures below by scikit-learn 1.9:
  ///
  ///     w = np.array([[(7*i + 13*c + i*c) % 11 + 1 + c/128 for c in range(6)] for i in range(60)])
  ///     p = w / w.sum(1, keepdims=True)
  ///     y = np.array([(7*i) % 11 % 5 if i % 3 else p[i].argmax() % 5 for i in range(60)])
  ///     classification_report(y, p.argmax(1), labels=range(6), output_dict=True, zero_division=0)
  ///     [roc_auc_score(y == c, p[:, c]) for c in range(5)], top_k_accuracy_score(y, p, k=2, labels=range(6))
  private static let report: ClassificationReport = {
    let rows = (0..<60).map { i in
      let weights = (0..<6).map { c in Double((7 * i + 13 * c + i * c) % 11) + 1 + Double(c) / 128 }
      let sum = weights.reduce(0, +)
      return weights.map { $0 / sum }
    }
    let labels = rows.enumerated().map { i, row in
      UInt8(i % 3 != 0 ? (7 * i) % 11 % 5 : row.firstIndex(of: row.max()!)! % 5)
    }
    let predictions = Predictions(
      classes: 6, logProbabilities: rows.joined().map { Float(log($0)) }, labels: labels)
    return ClassificationReport(predictions, ["a", "b", "c", "d", "e", "f"])
  }()

  private static func close(_ found: Double?, _ expected: Double) -> Bool {
    found.map { abs($0 - expected) < 1e-9 } ?? false
  }

  @Test func theClassesHaveTheFiguresOfScikitLearn() {
    let expected: [(precision: Double, recall: Double, f1: Double, support: Int)] = [
      (0.727272727273, 0.380952380952, 0.5, 21), (0.272727272727, 0.272727272727, 0.272727272727, 11),
      (0.2, 0.111111111111, 0.142857142857, 9), (0.4, 0.222222222222, 0.285714285714, 9),
      (0.333333333333, 0.4, 0.363636363636, 10), (0, 0, 0, 0), (0.322222222222, 0.231168831169, 0.260822510823, 60),
      (0.450101010101, 0.3, 0.349891774892, 60),
    ]
    for (row, expected) in zip(Self.report.classes + [Self.report.macro, Self.report.weighted], expected) {
      #expect(Self.close(row.precision, expected.precision), "\(row.name)")
      #expect(Self.close(row.recall, expected.recall), "\(row.name)")
      #expect(Self.close(row.f1, expected.f1), "\(row.name)")
      #expect(row.support == expected.support)
    }
  }

  @Test func theAreasAreThoseOfScikitLearn() {
    let expected = [0.5115995115995116, 0.2727272727272727, 0.5119825708061002, 0.6753812636165578, 0.584]
    for (row, expected) in zip(Self.report.classes, expected) { #expect(Self.close(row.auc, expected), "\(row.name)") }
    #expect(Self.report.classes[5].auc == nil)
    #expect(Self.report.macro.auc == nil)
  }

  @Test func accuraciesCountTheMostProbableClasses() {
    #expect(Self.close(Self.report.accuracy, 0.3))
    #expect(Self.report.topK.map(\.k) == [2, 5])
    #expect(Self.close(Self.report.topK[0].share, 0.4) && Self.close(Self.report.topK[1].share, 0.7))
  }

  /// `statsmodels.stats.proportion.proportion_confint(18, 60, method="wilson")`
  @Test func theIntervalIsWilsons() {
    #expect(Self.close(Self.report.interval.lowerBound, 0.19898166138769108))
    #expect(Self.close(Self.report.interval.upperBound, 0.42508707946914487))
  }
}
