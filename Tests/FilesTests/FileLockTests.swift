import Files
import Testing

@Suite struct FileLockTests {
  @Test func `a lock has one holder, and is free when that is gone`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/lock"
      #expect(!FileLock.isHeld(path: path))
      var lock = try FileLock(path: path)
      #expect(lock != nil && FileLock.isHeld(path: path))
      #expect(try FileLock(path: path) == nil)
      lock = nil
      #expect(!FileLock.isHeld(path: path))
      #expect(try FileLock(path: path) != nil)
    }
  }
}
