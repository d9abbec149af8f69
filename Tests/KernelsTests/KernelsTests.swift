import Testing

@testable import Kernels

@Suite struct KernelsTests {
  @Test func builds() {}
}
