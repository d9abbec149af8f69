import Testing

@testable import Training

@Suite struct TrainingTests {
  @Test func builds() {}
}
