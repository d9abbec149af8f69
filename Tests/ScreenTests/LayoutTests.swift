import Testing

@testable import Screen

@Suite struct LayoutTests {
  @Test func fixedPartsComeFirstAndTheRestIsShared() {
    let rows = Rect(x: 2, y: 1, width: 5, height: 20).rows([.fixed(3), .rest, .flexible(2), .fixed(1)])
    #expect(rows.map(\.height) == [3, 5, 11, 1])
    #expect(rows.map(\.y) == [1, 4, 9, 20])
    #expect(rows.allSatisfy { $0.x == 2 && $0.width == 5 })
  }

  @Test func spacingStandsBetweenColumns() {
    let columns = Rect(x: 0, y: 0, width: 21, height: 1).columns([.rest, .rest], spacing: 1)
    #expect(columns == [Rect(x: 0, y: 0, width: 10, height: 1), Rect(x: 11, y: 0, width: 10, height: 1)])
  }

  @Test func partsNeverLeaveTheirRectangle() {
    let whole = Rect(x: 3, y: 0, width: 4, height: 1)
    for part in whole.columns([.fixed(3), .fixed(9), .rest, .fixed(2)], spacing: 1) {
      #expect(part.intersection(whole) == part || part.isEmpty)
    }
  }

  @Test func aRectangleIsCentredAndLimited() {
    let whole = Rect(x: 10, y: 10, width: 10, height: 4)
    #expect(whole.centred(width: 4, height: 2) == Rect(x: 13, y: 11, width: 4, height: 2))
    #expect(whole.centred(width: 40, height: 20) == whole)
    #expect(Rect(x: 0, y: 0, width: 1, height: 1).inset(columns: 1, rows: 1).isEmpty)
  }
}
