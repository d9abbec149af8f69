import Files
import Foundation
import Testing
import Training

@testable import Experiments

@Suite struct EventFileTests {
  @Test func aScalarRecordIsTheseBytes() {
    let bytes = EventFile.scalars([("a", 1.5)], step: 300, wallTime: 1)
    let event: [UInt8] =
      [0x09, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F] + [0x10, 0xAC, 0x02]
      + [0x2A, 10, 0x0A, 8, 0x0A, 1, 0x61, 0x15, 0, 0, 0xC0, 0x3F]
    #expect(Array(bytes[12..<bytes.count - 4]) == event)
    #expect(Array(bytes[0..<8]) == [UInt8(event.count), 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func everyRecordCarriesBothChecksums() throws {
    let all = EventFile.start(wallTime: 2) + EventFile.scalars([("x", 1), ("y", .nan)], step: 0, wallTime: 3)
    var reader = ByteReader(all)
    var events = 0
    while !reader.isAtEnd {
      guard let length = reader.read(8) else { throw CocoaError(.fileReadCorruptFile) }
      #expect(reader.readUInt32() == CRC32C.masked(length))
      let count = length.reversed().reduce(0) { $0 << 8 | Int($1) }
      guard let event = reader.read(count) else { throw CocoaError(.fileReadCorruptFile) }
      #expect(reader.readUInt32() == CRC32C.masked(event))
      events += 1
    }
    #expect(events == 2)
    #expect(String(decoding: all, as: UTF8.self).contains("brain.Event:2"))
  }

  @Test func theFileIsNamedForTensorBoardToFind() {
    #expect(EventFile.name(created: 1_795_469_810.7, host: "my host") == "events.out.tfevents.1795469810.my_host")
    #expect(EventFile.name(created: 5, host: "h") == "events.out.tfevents.0000000005.h")
  }
}
