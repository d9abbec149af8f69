import Files
import Foundation
import ImageData
import Testing
import Training

@testable import Experiments

@Suite struct ExportTests {
  @Test func aRunIsExportedWithTablesWeightsAndPictures() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 2"))
      run.run(recorder: here.recorder(run))
      let listing = here.store.list()[0]
      let folder = here.root + "/out"
      let names = try RunExport.write(
        listing, to: folder, insight: Interpretation(of: run), images: run.data.valid)
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
    let canvas = CurvePicture(
      title: "", xTitle: "", curves: [.init(name: "", ink: .blue, points: [(0, 0), (1, .nan), (2, 1)])]
    ).draw()
    // The line runs from the lower left to the upper right corner of the frame.
    #expect(canvas[90, 370] == .blue)
    #expect(canvas[938, 41] == .blue)
    #expect(canvas[90, 41] != .blue)
  }

  @Test func noPointsAreNoCrash() {
    let cases: [[(x: Double, y: Double)]] = [
      [], [(1, .nan)], [(1, 1)], [(0, -.infinity), (1, 1e300)], [(0, 1e-300), (1, 2e-300)], [(0, 1e29), (1, -1e29)],
    ]
    for points in cases {
      let canvas = CurvePicture(title: "x", xTitle: "y", curves: [.init(name: "z", ink: .blue, points: points)]).draw()
      #expect(canvas.width == 960)
    }
  }
}
