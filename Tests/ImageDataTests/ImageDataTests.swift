import Testing

@testable import ImageData

@Suite struct ImageDataTests {
  @Test func builds() {}
}
