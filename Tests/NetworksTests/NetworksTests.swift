import Testing

@testable import Networks

@Suite struct NetworksTests {
  @Test func builds() {}
}
