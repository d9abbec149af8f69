import Foundation
import ImageData
import Testing
import Training

/// `train --init RUN --new-head`: from ten classes to a folder of three, and back.
@Suite struct NewHeadCommandTests {
  private static let net = ["ConvBnNet", "--widths", "3,4,5", "--batch-size", "1000", "--quiet"]
  private static let shapes = ["--data", "shapes", "--size", "16"]

  private func weights(_ path: String) throws -> [String: [Float]] {
    let file = try Safetensors(bytes: [UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
    return Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.values) })
  }

  /// A folder with pictures of three classes.
  private func pictures(_ folder: TemporaryFolder) throws {
    for (index, name) in ["red", "green", "blue"].enumerated() {
      let place = folder.url.appendingPathComponent("three/\(name)")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      for number in 0..<12 {
        let pixels = (0..<3 * 16 * 16).map { UInt8($0 % 3 == index ? 200 : ($0 * number) % 90) }
        try Data(try ImageCodec.encodePNG(pixels, width: 16, height: 16))
          .write(to: place.appendingPathComponent("\(number).png"))
      }
    }
  }

  private func run(_ arguments: [String], _ folder: TemporaryFolder) throws -> Lab.Result {
    try Lab.start(arguments, in: folder.url).wait()
  }

  @Test func `a body of ten classes serves three, and ten again`() throws {
    let folder = try TemporaryFolder()
    try pictures(folder)
    let ten = try run(["train"] + Self.net + Self.shapes + ["--fit", "1e-2, 1", "--save", "ten.safetensors"], folder)
    #expect(ten.status == 0, "\(ten.errors)")
    let three = ["train"] + Self.net + ["--data", "three", "--size", "16", "--valid", "0.25"]
    // The first call trains the head alone; only then the body moves.
    let calls = ["--fit", "1e-1, 1, freeze=conv1+layers", "--fit", "1e-2, 1"]
    let frozen = try run(
      three + ["--init", "ten.safetensors", "--new-head", "--save", "head.safetensors"] + Array(calls.prefix(2)), folder
    )
    #expect(frozen.status == 0, "\(frozen.errors)")
    let (before, after) = (try weights(folder.path("ten.safetensors")), try weights(folder.path("head.safetensors")))
    #expect(before.keys.sorted() == after.keys.sorted())
    for (name, values) in before {
      #expect((after[name] == values) == !name.hasPrefix("out."), "\(name)")
    }
    #expect(before["out.bias"]?.count == 10 && after["out.bias"]?.count == 3)

    let both = try run(
      three + ["--init", "ten.safetensors", "--new-head", "--save", "three.safetensors"] + calls, folder)
    #expect(both.status == 0, "\(both.errors)")
    #expect(try weights(folder.path("three.safetensors"))["conv1.weight"] != before["conv1.weight"])
    let answer = try run(["predict", "three.safetensors", "three/red/3.png", "--json"], folder)
    #expect(try Set(["red", "green", "blue"]).contains(answer.objects()[0]["class"] as? String ?? ""))

    let back = try run(
      ["train"] + Self.net + Self.shapes
        + ["--init", "three.safetensors", "--new-head", "--freeze", "conv1,layers", "--fit", "1e-2, 1"]
        + ["--save", "back.safetensors"], folder)
    #expect(back.status == 0, "\(back.errors)")
    let (third, again) = (try weights(folder.path("three.safetensors")), try weights(folder.path("back.safetensors")))
    for (name, values) in third where !name.hasPrefix("out.") { #expect(again[name] == values, "\(name)") }
    #expect(again["out.bias"]?.count == 10)
  }

  @Test func `what cannot be is refused, and says what can`() throws {
    let folder = try TemporaryFolder()
    let alone = try run(["train"] + Self.net + Self.shapes + ["--new-head"], folder)
    #expect(alone.status == 2 && alone.errors.contains("--new-head goes with --init"), "\(alone.errors)")
    for command in ["train", "lr-find"] {
      let unknown = try run([command] + Self.net + Self.shapes + ["--fit", "1e-2, 1, freeze=layer"], folder)
      #expect(unknown.status == 2 && unknown.errors.contains("no layer is called 'layer'"), "\(unknown.errors)")
      #expect(unknown.errors.contains("conv1, layers.0, layers.1, out"), "\(unknown.errors)")
    }
  }

  @Test func `the summary of a schedule says in which fit calls a layer learns`() throws {
    let folder = try TemporaryFolder()
    let calls = ["--fit", "1e-2, 2, freeze=conv1+layers", "--fit", "1e-3, 4, freeze=conv1"]
    let text = try run(["summary", "ConvBnNet", "--data", "shapes", "--schedule"] + calls, folder)
    let lines = text.output.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("conv1") && $0.contains(" frozen ") }, "\(text.output)")
    #expect(lines.contains { $0.hasPrefix("layers.0") && $0.contains(" in fit 2 ") })
    #expect(lines.contains { $0.hasPrefix("out") && $0.contains(" yes ") })
  }
}
