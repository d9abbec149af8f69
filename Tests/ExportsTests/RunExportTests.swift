import Experiments
import Files
import Foundation
import FoundationXML
import ImageData
import RunSamples
import Testing
import Training

@testable import Exports

@Suite struct ExportTests {
  @Test func aRunIsExportedWithTablesWeightsAndPictures() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 2"))
      run.run(recorder: here.recorder(run))
      let listing = here.store.list()[0]
      let folder = here.root + "/out"
      let names = try RunExport.write(
        listing, to: folder, insight: try Interpretation(of: run), images: run.data.valid)
      for name in [
        "run.json", "epochs.csv", "steps.csv", "layers.csv", "weights.safetensors", "best.safetensors", "loss.png",
        "lr.png", "accuracy.png", "confusion.png", "confusion.csv", "filters.png", "worst.png",
      ] { #expect(names.contains(name), "\(name)") }
      #expect(names.contains { $0.hasPrefix("events.out.tfevents.") })
      for name in names where name.hasSuffix(".png") {
        let picture = try ImageCodec.decode(FileAccess.read(folder + "/" + name, limit: 10_000_000))
        #expect(picture.width > 50 && picture.height > 50)
        #expect(Set(picture.pixels).count > 2, "\(name) is empty")
      }
    }
  }

  @Test func theMatrixAsATableQuotesItsNames() {
    let predictions = Predictions(classes: 2, logProbabilities: [0, -9, 0, -9], labels: [0, 1])
    #expect(ConfusionMatrix(predictions).csv(["a,b", "c"]) == "label,\"a,b\",c\n\"a,b\",1,0\nc,1,0\n")
  }

  @Test func curvesStandWhereTheirValuesAre() {
    let canvas = Self.picture([(0, 0), (1, 0.5), (2, 1)])
    // The line runs from the lower left to the upper right corner of the frame.
    #expect(canvas[90, 370] == .blueLine)
    #expect(canvas[514, 205] == .blueLine)
    #expect(canvas[938, 41] == .blueLine)
    #expect(canvas[90, 41] != .blueLine)
  }

  @Test(arguments: [[(0, 0), (1, .nan), (2, 1)], [(0, 0), (2, 1)]] as [[(Int, Double)]])
  func aCurveBreaksWhereItHasNoValue(_ points: [(Int, Double)]) {
    let canvas = Self.picture(points)
    #expect(canvas[90, 370] == .blueLine)
    #expect(canvas[514, 205] != .blueLine)
  }

  private static func picture(_ points: [(Int, Double)]) -> Canvas {
    CurvePicture(
      title: "", xTitle: "",
      curves: [
        .init(
          name: "", colour: .blueLine, points: points.map { RunPoint(place: $0.0, x: Double($0.0), y: $0.1) })
      ]
    ).draw()
  }

  @Test func noPointsAreNoCrash() {
    let cases: [[(Int, Double)]] = [
      [], [(1, .nan)], [(1, 1)], [(0, -.infinity), (1, 1e300)], [(0, 1e-300), (1, 2e-300)], [(0, 1e29), (1, -1e29)],
    ]
    for points in cases { #expect(Self.picture(points).width == 960) }
  }

  /// A sweep that falls from 2.3 by 1 towards 0.1 and leaves the picture behind it.
  private static let sweep = LRCurve(
    points: (0..<100).map { k in
      let rate = 1e-5 * pow(10, 6 * Double(k) / 100)
      let loss = 2.3 - min(rate, 0.1) * 10 + max(0, rate - 0.1) * 100
      return LRCurve.Point(learningRate: rate, loss: loss, smoothed: loss)
    }, ending: .exploded)

  @Test func aSweepIsDrawnOverTheLogarithmOfItsRates() throws {
    let suggestions = LRSuggestions(recommended: 0.01, lowest: 0.1)
    let bytes = try Pictures.sweep(Self.sweep, suggestions, LRFinderOptions(), as: PictureForm(path: "a.SVG"))
    let text = String(decoding: bytes, as: UTF8.self)
    let document = try XMLDocument(xmlString: text)
    #expect(document.rootElement()?.name == "svg")
    let labels = try document.nodes(forXPath: "//*[local-name()='text']").compactMap(\.stringValue)
    for label in ["recommended 1e-2", "min ÷ 10 = 1e-2", "1e-4", "1e-2", "lr"] { #expect(labels.contains(label)) }
    // The whole curve is there, also where it leaves the picture.
    #expect(text.components(separatedBy: "<line ").count - 1 == 99)
    let picture = try ImageCodec.decode(
      Pictures.sweep(Self.sweep, suggestions, LRFinderOptions(), as: PictureForm(path: "a.png")))
    #expect(picture.width == 960 && picture.height == 420)
  }

  @Test func aNameIsNoMarkupInAVectorPicture() {
    var sheet = VectorSheet(width: 10, height: 10)
    sheet.text("<a> & \u{1b}[31m", x: 0, y: 0)
    let text = String(decoding: sheet.file(), as: UTF8.self)
    #expect(text.contains("&lt;a&gt; &amp; ") && !text.contains("\u{1b}"))
  }
}
