import Testing

@testable import Lab

/// Lines of a text are moved, wrapped and put elsewhere as whole layers and blocks.
@Suite struct LayerLinesTests {
  private let lines = LayerLines([
    "network Mine", "widths 8", "", "# the stem", "a conv 3x3 w1", "block1 residual {", "b conv 3x3 w1", "} shortcut {",
    "c conv 1x1 w1", "}", "relu", "linear classes",
  ])

  @Test func `the layers begin below the heads, with a comment that stands above them`() {
    #expect(lines.first == 3)
    #expect(lines.roles[0...1].allSatisfy { $0 == .head } && lines.roles[3] == .remark)
    #expect(LayerLines([]).first == 0 && LayerLines(["", "relu"]).first == 1)
  }

  @Test func `a block is one item from each of its ends, and a layer inside of it another`() {
    for line in [5, 7, 9] { #expect(lines.item(at: line) == 5..<10) }
    #expect(lines.item(at: 6) == 6..<7)
    #expect(lines.items(from: 4, to: 6) == 4..<10)
    #expect(lines.items(from: 10, to: 4) == 4..<11)
  }

  @Test func `lines without their other end are items by themselves`() {
    let broken = LayerLines(["}", "residual {", "relu", "} shortcut {"])
    #expect(broken.item(at: 0) == 0..<1 && broken.item(at: 1) == 1..<2)
    #expect(broken.open == [LayerLines.Block(opens: 1, divides: 3, closes: 1)])
  }

  @Test func `a layer moves over one line at a time, into a block and out of it, and no higher than the first`() throws
  {
    let down = try #require(lines.moving(4..<5, by: 1))
    #expect(down.lines[4...5] == ["block1 residual {", "a conv 3x3 w1"] && down.cursor == 5)
    #expect(lines.moving(3..<4, by: -1) == nil && lines.moving(11..<12, by: 1) == nil)
    let block = try #require(lines.moving(5..<10, by: 1))
    #expect(block.lines[5] == "relu" && block.lines[10] == "}")
  }

  @Test func `what is taken out goes back elsewhere, its labels counted on where they are there`() {
    let taken = lines.taking(5..<10)
    #expect(taken.taken.first == "block1 residual {" && taken.taken[1] == "  b conv 3x3 w1" && taken.cursor == 5)
    let back = LayerLines(taken.lines).putting(taken.taken, below: 4)
    #expect(back.lines.map { $0.split(separator: " ") } == lines.lines.map { $0.split(separator: " ") })
    let twice = LayerLines(back.lines).putting(taken.taken, below: 9)
    #expect(twice.lines[10] == "block2 residual {" && twice.cursor == 10)
  }

  @Test func `the line between the branches stands for the shortcut`() {
    #expect(lines.shortcut(at: 7) == 7..<9)
    #expect(lines.shortcut(at: 5) == nil)
  }

  @Test func `a block comes around lines and goes from around its body`() {
    let wrapped = lines.wrapping(4..<5)
    #expect(wrapped.lines[4...6] == ["block2 residual {", "a conv 3x3 w1", "}"])
    let unwrapped = lines.unwrapping(lines.blocks[0])
    #expect(unwrapped.lines[4...6] == ["a conv 3x3 w1", "b conv 3x3 w1", "relu"])
    #expect(unwrapped.taken == ["c conv 1x1 w1"])
    #expect(LayerLines(["relu", "linear classes"]).wrapping(0..<1).lines[0] == "residual {")
  }

  @Test func `labels inside of a block do not meet those outside of it`() {
    let same = LayerLines(["a relu", "x residual {", "a relu", "}", "linear classes"])
    #expect(same.unwrapping(same.blocks[0]).lines == ["a relu", "a2 relu", "linear classes"])
  }

  @Test func `what is typed as the beginning of a block is closed`() {
    let change = LayerLines(["relu", "linear classes"]).typed("residual {", at: 0, below: true)
    #expect(change.lines == ["relu", "residual {", "}", "linear classes"])
    let shortcut = lines.typed("block1 residual {", at: 5, below: false)
    #expect(shortcut.lines == lines.lines)
    let divided = LayerLines(["residual {", "relu", "}"]).typed("} shortcut {", at: 2, below: false)
    #expect(divided.lines == ["residual {", "relu", "} shortcut {", "}"])
  }

  @Test func `the lines above one are whole by themselves`() {
    #expect(lines.whole(above: 7).suffix(2) == ["b conv 3x3 w1", "}"])
    #expect(lines.whole(above: 6).last == "a conv 3x3 w1")
  }
}
