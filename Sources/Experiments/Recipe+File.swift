import Foundation
import Training

extension Recipe {
  /// The recipe in a JSON file: a run's `run.json`, or the recipe alone.
  package init(contentsOf path: String) throws(FileProblem) {
    let bytes = try FileAccess.read(path, limit: RunStore.documentLimit)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      if (try? decoder.decode(Holder.self, from: Data(bytes))) != nil {
        self = try decoder.decode(Document.self, from: Data(bytes)).recipe
      } else {
        self = try decoder.decode(Recipe.self, from: Data(bytes))
      }
    } catch {
      throw FileProblem(path: path, reason: words(forDecoding: error))
    }
  }

  private struct Document: Decodable { let recipe: Recipe }
  private struct Holder: Decodable { let recipe: Anything }
  /// Whatever it is, it is there.
  private struct Anything: Decodable { init(from decoder: any Decoder) throws {} }
}

/// What a decoder did not like, in words that name the place.
func words(forDecoding error: any Error) -> String {
  guard let error = error as? DecodingError else { return "\(error)" }
  func place(_ context: DecodingError.Context) -> String {
    context.codingPath.map(\.stringValue).joined(separator: ".")
  }
  switch error {
  case .keyNotFound(let key, _): return "'\(key.stringValue)' is missing"
  case .typeMismatch(_, let context), .valueNotFound(_, let context): return "'\(place(context))' is of another kind"
  case .dataCorrupted(let context):
    return context.codingPath.isEmpty ? "is not JSON" : "'\(place(context))': \(context.debugDescription)"
  @unknown default: return "cannot be read"
  }
}
