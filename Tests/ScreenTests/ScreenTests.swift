import Testing

@testable import Screen

@Suite struct ScreenTests {
  @Test func builds() {}
}
