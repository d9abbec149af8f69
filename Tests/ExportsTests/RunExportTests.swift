import Experiments
import Files
import Foundation
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
}
