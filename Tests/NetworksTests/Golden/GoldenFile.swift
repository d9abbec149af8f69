import Foundation

/// Values that PyTorch computed: one of the files that `Tests/Fixtures/make_fixtures.py` makes.
struct GoldenFile {
  /// A tensor's shape, and its values in row-major order.
  struct Tensor {
    let shape: [Int]
    let values: [Float]
  }

  private let tensors: [String: Tensor]
  /// The descriptions of the cases, as JSON.
  let cases: Data

  /// Reads `Tests/Fixtures/<name>.safetensors`.
  init(_ name: String) throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    try self.init(path: tests.appendingPathComponent("Fixtures/\(name).safetensors").path)
  }

  /// Reads the file at `path`.
  init(path: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let length = data.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    let header = try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: [String: Any]] ?? [:]
    let bytes = [UInt8](data[(8 + length)...])
    var tensors: [String: Tensor] = [:]
    for (name, entry) in header where name != "__metadata__" {
      guard let shape = entry["shape"] as? [Int], let offsets = entry["data_offsets"] as? [Int] else { continue }
      let values = stride(from: offsets[0], to: offsets[1], by: 4).map { i in
        Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[i + $1]) << UInt32(8 * $1) })
      }
      tensors[name] = Tensor(shape: shape, values: values)
    }
    self.tensors = tensors
    cases = Data((header["__metadata__"]?["cases"] as? String ?? "[]").utf8)
  }

  /// Tensor `name` of case `index`.
  func tensor(_ index: Int, _ name: String) throws -> Tensor {
    guard let tensor = tensors["\(index).\(name)"] else { throw Missing(name: "\(index).\(name)") }
    return tensor
  }

  struct Missing: Error { let name: String }
}

/// The largest difference, over the largest expected value.
func relativeError(_ found: [Float], _ expected: [Float]) -> Double {
  guard found.count == expected.count else { return .infinity }
  let scale = expected.map { Double(abs($0)) }.max() ?? 1
  let worst = zip(found, expected).map { abs(Double($0) - Double($1)) }.max() ?? 0
  return found.contains(where: \.isNaN) ? .infinity : worst / max(scale, .leastNormalMagnitude)
}
