import Testing

@testable import Lab

@Suite struct LabTests {
  @Test func builds() {}
}
