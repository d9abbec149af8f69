import Files
import Foundation
import RunSamples
import Testing
import Training

@testable import Experiments
@testable import Listing

/// The columns of a list of runs, its filter, its order, and the means over seeds.
@Suite struct RunListingTests {
  /// A run that nobody trained.
  private static func row(
    _ number: Int = 1, seed: UInt64 = 7, rate: Double = 0.1, accuracy: Double? = 0.6, best: Double? = nil,
    status: RunDocument.Status = .completed, label: String = "", change: (inout RunDocument) -> Void = { _ in }
  ) throws -> RunRow {
    var document = try TinyRuns.document()
    document.created += Double(number) * 60
    document.recipe.seed = seed
    document.recipe.fits = [FitCall(rate, 2)]
    document.result.accuracy = accuracy
    document.result.validLoss = 1.25
    document.result.epochs = 2
    document.result.best = best.flatMap { accuracy in
      RankedEpoch(
        EpochRecord(
          epoch: 0, fit: 0, learningRate: rate, trainLoss: 1, validLoss: 1, accuracy: accuracy, seconds: 1,
          imagesPerSecond: 1, validationSeconds: 1, step: 3))
    }
    document.status = status
    document.label = try RunLabel(parsing: label)
    change(&document)
    let name = RunStore.name(for: document, timeZone: .gmt)
    return RunRow(RunListing(name: name, folder: name, content: .run(document), isLive: false), timeZone: .gmt)
  }

  @Test func `a row says what the run is, what it was asked for, and what came out`() throws {
    let row = try Self.row(rate: 0.3, best: 0.625, status: .stopped, label: "wide #a #b | a note") { document in
      document.recipe.subset = 500
      document.recipe.fits = [FitCall(0.3, 2), FitCall(0.03, 2)]
    }
    let wanted = [
      "run": "20261123-213750-ConvBnNet-7", "date": "2026-11-23 21:37:50", "name": "wide", "network": "ConvBnNet",
      "accuracy": "60.00", "best": "62.50", "best-epoch": "1", "loss": "1.2500", "lr": "3e-1", "epochs": "2/4",
      "seed": "7", "batch-size": "32", "subset": "500", "data": "tiny", "widths": "4,5,6", "state": "stopped",
      "tags": "#a #b", "note": "a note", "momentum": "0.9", "optimizer": "sgd", "weight-decay": "0",
    ]
    for (key, text) in wanted { #expect(row[try RunColumn.named(key)].text == text, "\(key)") }
  }

  @Test func `each setting of the recipe's table is a column, but for what another one tells`() throws {
    for field in RecipeField.all where field.factName != nil {
      let names = [field.option, field.factName].compactMap(\.self)
      #expect(names.contains { (try? RunColumn.named($0)) != nil }, "\(field.title)")
    }
    #expect(Set(RunColumn.all.map(\.key)).count == RunColumn.all.count)
    #expect(Set(RunColumn.all.map(\.title)).count == RunColumn.all.count)
    #expect(RunColumn.all.allSatisfy { column in !column.key.contains(where: "<>=! ,".contains) })
  }

  @Test func `a column is named by its key, its heading, or a beginning that no other has`() throws {
    #expect(try RunColumn.list("acc, batch,LR").map(\.key) == ["accuracy", "batch-size", "lr"])
    for wrong in ["", "colour", "s", "acc,accuracy", "lr,,acc"] {
      #expect(throws: InvalidValue.self, "\(wrong)") { try RunColumn.list(wrong) }
    }
  }

  @Test(arguments: [
    ("3e-1", [2]), ("4,5", [1, 2, 3]), ("lr>0.05", [1, 2]), ("lr>=3e-1", [2]), ("lr<0.05", [3]), ("lr!=0.1", [2, 3]),
    ("acc>60", [2]), ("acc>=60", [1, 2]), ("acc<=60", [1]), ("!tiny", []), ("!3e-1", [1, 3]), ("!acc>60", [1, 3]),
    ("#paper", [1]), ("tags=paper", [1]), ("!tags=paper", [2, 3]), ("name=WIDE", [2]), ("note", [3]),
    ("seed=7 acc>0", [1, 2]), ("stopped", [3]), ("state=stopped", [3]), ("date>=2026-11-23", [1, 2, 3]),
    ("date<2026-11-23", []), ("21:39", [3]), ("network=ConvBnNet", [1, 2, 3]), ("network=Conv", []), ("seed=8", [3]),
    ("net>a", [1, 2, 3]), ("loss<1.3", [1, 2, 3]), ("epochs=2", [1, 2, 3]), ("ConvBnNet-8", [3]), ("", [1, 2, 3]),
    ("!", []), ("acc>wide", []), ("best>0", []),
  ])
  func `the filter looks into all columns and compares figures`(_ text: String, _ numbers: [Int]) throws {
    let rows = try [
      Self.row(1, label: "#paper"), Self.row(2, rate: 0.3, accuracy: 0.7, label: "wide"),
      Self.row(3, seed: 8, rate: 0.01, accuracy: nil, status: .stopped, label: "| a note"),
    ]
    let filter = try RunFilter(parsing: text)
    #expect(rows.indices.filter { filter.matches(rows[$0]) }.map { $0 + 1 } == numbers)
  }

  @Test(arguments: ["colour>3", "lr>", "s=1", "lr>=", ">3="]) func `a comparison that cannot be made is refused`(
    _ text: String
  ) {
    guard text.hasPrefix(">") else {
      #expect(throws: InvalidValue.self) { try RunFilter(parsing: text) }
      return
    }
    #expect(throws: Never.self) { try RunFilter(parsing: text) }
  }

  @Test func `rows are sorted by figures, what has none comes last, and the newest first among equals`() throws {
    let rows = try [
      Self.row(1, accuracy: 0.5), Self.row(2, accuracy: nil), Self.row(3, accuracy: 0.7), Self.row(4, accuracy: 0.5),
      Self.row(5, accuracy: 0.08),
    ]
    func order(_ column: RunColumn, ascending: Bool) -> [Int] {
      rows.sorted(by: column, ascending: ascending).map { row in rows.firstIndex(of: row)! + 1 }
    }
    #expect(order(.accuracy, ascending: false) == [3, 4, 1, 5, 2])
    #expect(order(.accuracy, ascending: true) == [5, 4, 1, 3, 2])
    #expect(order(.date, ascending: false) == [5, 4, 3, 2, 1])
    #expect(order(.network, ascending: true) == [5, 4, 3, 2, 1])
  }

  @Test func `where nothing was chosen, what differs comes before what does not, as far as there is room`() throws {
    let rows = try (1...3).map { try Self.row($0, seed: UInt64($0), accuracy: 0.6 + Double($0) / 100) }
    let choice = RunColumnChoice(nil, for: rows)
    func keys(_ width: Int) -> [String] { choice.fitting(width, dateWidth: 8).map(\.column.key) }
    #expect(keys(74).starts(with: ["date", "network", "accuracy"]))
    #expect(keys(74).contains("seed") && keys(74).contains("state") && !keys(74).contains("momentum"))
    #expect(Set(keys(200)).isSuperset(of: ["best", "data", "batch-size"].filter { $0 != "best" }))
    for width in 10...220 {
      let placed = choice.fitting(width, dateWidth: 8)
      #expect(placed.reduce(-1) { $0 + $1.width + 1 } <= width)
      #expect(placed.allSatisfy { $0.width >= $0.column.title.count + 2 })
    }
    // A setting that is never worth seeing is, where it is what differs.
    let other = try Self.row(4) { $0.recipe.training.optimizer.sgd.momentum = 0.5 }
    #expect(
      RunColumnChoice(nil, for: rows + [other]).fitting(120, dateWidth: 8).map(\.column.key).contains("momentum"))
    let chosen = RunColumnChoice(try RunColumn.list("state,momentum,run,lr"), for: rows)
    #expect(chosen.fitting(100, dateWidth: 8).map(\.column.key) == ["state", "momentum", "run", "lr"])
    #expect(chosen.fitting(30, dateWidth: 8).map(\.column.key) == ["state", "momentum", "lr"])
  }

  @Test func `runs that differ in their seeds alone are one row, with means over those that are completed`() throws {
    let rows = try [
      Self.row(1, seed: 1, accuracy: 0.6), Self.row(2, seed: 2, accuracy: 0.64), Self.row(3, rate: 0.3),
      Self.row(4, seed: 3, accuracy: 0.1, status: .stopped),
      Self.row(5, seed: 1) { $0.data.fingerprint = "other" },
    ]
    let groups = rows.groupedBySeed
    #expect(groups.map(\.members.count) == [3, 1, 1])
    #expect(groups[0][.accuracy].text == "62.00 ±2.83" && groups[0][.accuracy].number == 62)
    #expect(groups[0][.state].text == "2 of 3 completed")
    #expect(groups[0][try RunColumn.named("seed")].text == "3 seeds")
    #expect(groups[0].id == rows[3].id && groups[0][.date] == rows[3][.date])
    #expect(groups[1] == rows[2])
  }

  @Test func `what stands in a folder is short and printable in every cell`() throws {
    let row = try Self.row { document in
      document.recipe.network = "a\u{1B}[2J" + String(repeating: "x", count: 4_000)
      document.data.name = "b\u{7}\n\u{202E}"
      document.recipe.options.frozen = (0..<5_000).map { "layer\u{8}\($0)" }
    }
    for column in RunColumn.all {
      #expect(row[column].text.count <= 200 && row[column].text == row[column].text.printable, "\(column.key)")
    }
    let damaged = RunRow(RunListing(name: "old\u{1B}[2J", folder: "f", content: .damaged("why"), isLive: false))
    #expect(damaged[.network].text == "old?[2J" && damaged[.state].text == "damaged")
  }

  @Test func `five hundred folders are listed, filtered, sorted and grouped`() throws {
    try TinyRuns.inFolder { here in
      var document = try TinyRuns.document()
      for number in 0..<500 {
        document.created += 60
        document.recipe.seed = UInt64(number % 5)
        document.recipe.fits = [FitCall(0.01 * Double(1 + number / 5), 2)]
        document.result.accuracy = Double(number) / 1_000
        document.status = .completed
        try here.put(document, as: RunStore.name(for: document, timeZone: .gmt))
      }
      let rows = here.store.list().map { RunRow($0) }
      #expect(rows.count == 500)
      let filter = try RunFilter(parsing: "acc>=40 !seed=3")
      #expect(rows.filter(filter.matches).count == 80)
      #expect(rows.sorted(by: .accuracy, ascending: false).first?[.accuracy].text == "49.90")
      #expect(rows.groupedBySeed.count == 100 && rows.groupedBySeed.allSatisfy { $0.members.count == 5 })
      #expect(try here.store.resolve("last") == rows.last?.id)
    }
  }
}
