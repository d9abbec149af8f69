import Fuzzing
import Testing

@testable import cifarlab

/// Hostile command lines by the hundred: each is read or refused with what is wrong and what to do.
@Suite struct FuzzTests {
  @Test func widths() {
    let pieces = ["3", "20", ",", ";", " ", "-", "0", "99999999999999999999", "0x10", "é", "\0", "1e3", "👩‍👩‍👧", "٣"]
    var mutator = Mutator(seed: 15)
    for _ in 0..<Mutator.cases(500) {
      let text = mutator.text(of: ["3,20,40,80", "768, 40, 10; 3,4"], pieces: pieces)
      for option in [Options.widths.name, Options.gridWidths.name] {
        do throws(UsageError) {
          let options: [any AnyOption] = [Options.widths, Options.gridWidths]
          let arguments = try Arguments(["--\(option)=\(text)"], options: options)
          let lists =
            option == Options.widths.name
            ? [try arguments[Options.widths] ?? []] : try arguments[Options.gridWidths] ?? []
          #expect(lists.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0 > 0 } })
        } catch {
          #expect(error.description.contains(option))
        }
      }
    }
  }
}
