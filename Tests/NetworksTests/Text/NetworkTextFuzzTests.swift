import Fuzzing
import Kernels
import Testing

@testable import Networks

/// Damaged and hostile texts: each is refused with a place in it, or read, and then printed and read again.
@Suite struct NetworkTextFuzzTests {
  private static let examples =
    [NetworkTextTests.example] + Architectures.all.map { NetworkText($0).description } + [
      "conv 2x2 24 pad=0 init=whiten freeze=weight\ngelu\nmaxpool 3 stride=2 pad=1\nbatchnorm scale=no eps=1e-12\n"
        + "residual {\n} shortcut {\n}\nresidual {\nleaky-relu slope=0.2\n} shortcut {\nconv 1x1 24\n}\n"
        + "scale 0.5 # x\nflatten\nlinear classes bias=no init=unit\n"
    ]

  private static let pieces =
    WrittenKinds.words + [
      " ", " ", "\n", "\n", " {\n", "}\n", "} shortcut {\n", "3x3", " w1", "w2", " classes", "stride=2", " pad=same",
      "=", "\"", "#", "network N\n", "widths 3 4\n", "recipe a=\"b c\"\n", "about x\n", "9999999999999999999", "-1",
      "1e9",
      "nan", "\t", "\r\n", "é", "\u{202E}", "\0", "label ", "a.b ", "0.5", "2", " 1",
    ]

  @Test func `whatever a text says, it is refused with a place, or reads back as printed`() {
    var mutator = Mutator(seed: 16)
    var read = 0
    for _ in 0..<Mutator.cases(3000) {
      let text = mutator.text(of: Self.examples, pieces: Self.pieces)
      do throws(NetworkTextError) {
        let parsed = try NetworkText(parsing: text)
        read += 1
        check(parsed, text)
      } catch {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
        #expect((1...max(lines, 1) + 1).contains(error.line) && error.column > 0 && !error.reason.isEmpty, "\(text)")
      }
    }
    #expect(read > 0)
  }

  private func check(_ parsed: NetworkText, _ text: String) {
    let printed = parsed.description
    let again = try? NetworkText(parsing: printed)
    #expect(again == parsed, "\(text)")
    #expect(again?.description == printed, "\(text)")
    let architecture = TextArchitecture(parsed)
    let image = MapShape(3, 16, 16)
    _ = architecture.rows(architecture.defaultWidths, image: image, classes: 10)
    do throws(NetworkError) {
      _ = try architecture.specs(architecture.defaultWidths, image: image, classes: 10)
    } catch .text(let error) {
      #expect(parsed.lines.indices.contains(error.line - 1), "\(text)")
    } catch {
      Issue.record("\(error) of \(text)")
    }
  }
}
