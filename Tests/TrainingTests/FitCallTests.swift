import Testing

@testable import Training

@Suite struct FitCallTests {
  @Test func readsEveryOption() throws {
    #expect(try FitCall(parsing: "1e-2, 2") == FitCall(0.01, 2))
    #expect(
      try FitCall(parsing: " 1e-1 ,4,cycle_len=1 , cycle_mult = 2, wds=1e-5")
        == FitCall(0.1, 4, cycleLength: 1, cycleMultiplier: 2, weightDecay: 1e-5))
    #expect(
      try FitCall(parsing: "0.1, 1, cycle_len=3, use_clr=4/8")
        == FitCall(0.1, 1, cycleLength: 3, shape: .triangular(divisor: 4, cut: 8)))
    #expect(
      try FitCall(parsing: "0.1, 2, use_clr_beta=10/10/.95/.85")
        == FitCall(
          0.1, 2, cycleLength: 1,
          shape: .oneCycle(divisor: 10, percent: 10, momenta: .init(high: 0.95, low: 0.85))))
    #expect(
      try FitCall(parsing: "1e-2, 2, freeze = conv1 + layers.0+conv1")
        == FitCall(0.01, 2, frozen: ["conv1", "layers.0"]))
    #expect(
      try FitCall(parsing: "0.1, 8, one_cycle=0.3/25/1e4")
        == FitCall(0.1, 8, shape: .annealed(share: 0.3, divisor: 25, finalDivisor: 1e4)))
    #expect(
      try FitCall(parsing: "0.1, 8, one_cycle=.3/25/1e4/linear")
        == FitCall(0.1, 8, shape: .annealed(share: 0.3, divisor: 25, finalDivisor: 1e4, isLinear: true)))
    #expect(
      try FitCall(parsing: "0.1, 8, triangle=0.23/0.2/0.07")
        == FitCall(0.1, 8, shape: .triangle(share: 0.23, start: 0.2, end: 0.07)))
    var linear = FitCall(0.24, 8, shape: .linear(end: 0))
    linear.warmup = 20
    linear.stops = [.init("whiten", epoch: 3), .init("layers.0.bias", epoch: 8)]
    #expect(
      try FitCall(parsing: "0.24, 8, linear=0, stop.whiten=3, warmup=20, stop.layers.0.bias=8") == linear)
  }

  @Test(arguments: [
    ("", 1, "missing"),
    ("abc, 2", 1, "'abc' is not a number"),
    ("0, 2", 1, "above 0"),
    ("nan, 2", 1, "above 0"),
    ("1e-1", 5, "number of epochs is missing"),
    ("1e-1,", 6, "missing"),
    ("1e-1, 2.5", 7, "not a whole number"),
    ("1e-1, 0", 7, "between 1 and"),
    ("1e-1, 4, cycle_mult=2", 10, "needs cycle_len"),
    ("1e-1, 4, cycle_len=x", 20, "'x' is not a whole number"),
    ("1e-1, 4, cycle_len=", 20, "missing"),
    ("1e-1, 4, cycle_len=1, cycle_len=2", 23, "given twice"),
    ("1e-1, 4, wds", 10, "name=value"),
    ("1e-1, 4, , wds=1", 10, "an option is missing"),
    ("1e-1, 4, wd=1e-5", 10, "'wd' is not known"),
    ("1e-1, 4, freeze=", 17, "name of a layer is missing"),
    ("1e-1, 4, freeze=conv1+", 23, "name of a layer is missing"),
    ("1e-1, 4, freeze=conv1+a b", 23, "'a b' is not a layer's name"),
    ("1e-1, 4, wds=-1", 14, "not be below 0"),
    ("1e-1, 4, use_clr=4", 18, "two or four numbers"),
    ("1e-1, 4, use_clr=4/z", 20, "'z' is not a number"),
    ("1e-1, 4, use_clr=4/8, use_clr_beta=10/10", 23, "exclude each other"),
    ("1e-1, 4, use_clr_beta=10/101", 26, "between 0 and 100"),
    ("1e-1, 4, use_clr_beta=10/10/1.0/.85", 29, "below 1"),
    ("1e-1, 4, cycle_len=1, cycle_mult=2, use_clr=4/8", 23, "cosine cycles only"),
    ("1e-1, 4, linear=2", 17, "from 0 to 1"),
    ("1e-1, 4, linear=0, one_cycle=0.3/25/1e4", 20, "exclude each other"),
    ("1e-1, 4, linear=0, cycle_len=1", 20, "spans the whole call"),
    ("1e-1, 4, triangle=0.3/0", 19, "three numbers"),
    ("1e-1, 4, one_cycle=0.3/25/1e4/cos", 31, "'linear' or nothing"),
    ("1e-1, 4, one_cycle=3/25/1e4", 20, "between 0 and 1"),
    ("1e-1, 4, warmup=0", 17, "between 1 and"),
    ("1e-1, 4, stop.=1", 10, "name of a group"),
    ("1e-1, 4, stop.biases=5", 10, "over after 4 epochs"),
    ("1e-1, 4, stop.biases=1, stop.biases=2", 25, "given twice"),
    ("1e-1, 40, cycle_len=1, cycle_mult=2", 7, "more than 100000 epochs"),
    ("1e-1, 99999, cycle_len=99999, cycle_mult=99999", 7, "more than 100000 epochs"),
  ])
  func anErrorPointsAtItsPlace(text: String, column: Int, reason: String) {
    let error = #expect(throws: FitCallError.self) { try FitCall(parsing: text) }
    #expect(error?.column == column)
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
    #expect(error?.pointer == text + "\n" + String(repeating: " ", count: column - 1) + "^")
  }

  @Test(arguments: [
    FitCall(0.1, 2), FitCall(1e-5, 3, cycleLength: 1, cycleMultiplier: 2, weightDecay: 1e-6),
    FitCall(0.1, 2, weightDecay: 1e-6, frozen: ["layers.0", "conv1"]),
    FitCall(0.1 + 0.2, 1, cycleLength: 4, shape: .triangular(divisor: 4, cut: 8)),
    FitCall(3, 1, cycleLength: 4, shape: .triangular(divisor: 4, cut: 8, momenta: .init(high: 0.95, low: 0.85))),
    FitCall(0.3, 4, shape: .linear(end: 0.1)), FitCall(0.3, 4, shape: .triangle(share: 0.23, start: 0.2, end: 0)),
    FitCall(0.3, 4, shape: .annealed(share: 0.3, divisor: 25, finalDivisor: 1e4, isLinear: true), weightDecay: 0.1),
    FitCall(1, 1, cycleLength: 1, shape: .oneCycle(divisor: 10, percent: 12.5, momenta: .init(high: 0.95, low: 0.8))),
  ])
  func itsTextReadsBackToAnEqualCall(call: FitCall) throws {
    #expect(try FitCall(parsing: call.description) == call)
  }

  @Test func scaledCallsKeepTheirRatios() {
    let calls = [FitCall(3e-2, 2), FitCall(1e-1, 4, cycleLength: 1, weightDecay: 1e-5), FitCall(1e-1, 1)]
    #expect(calls.scaled(toHighest: 1.39e-2).map(\.learningRate) == [4.17e-3, 1.39e-2, 1.39e-2])
    #expect(calls.scaled(toHighest: 1.39e-2).map(\.epochs) == calls.map(\.epochs))
    #expect([FitCall(1e-2, 1), FitCall(3e-2, 1)].scaled(toHighest: 1e-2).map(\.learningRate) == [3.33333e-3, 1e-2])
    #expect([FitCall]().scaled(toHighest: 1).isEmpty)
  }

  @Test func epochsAreTheSumOfTheCycles() {
    #expect(FitCall(1, 3).epochs == 3)
    #expect(FitCall(1, 3, cycleLength: 2).epochs == 6)
    #expect(FitCall(1, 3, cycleLength: 1, cycleMultiplier: 2).epochs == 7)
  }
}
