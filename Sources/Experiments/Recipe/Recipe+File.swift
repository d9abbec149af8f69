import Files

extension Recipe {
  /// In bytes.
  static let fileLimit = 10_000_000

  /// Reads a JSON file: a run's `run.json`, or a recipe alone.
  package init(contentsOf path: String) throws(FileProblem) {
    let bytes = try FileAccess.read(path, limit: Recipe.fileLimit)
    do throws(JSON.Problem) {
      if (try? JSON.decode(Holder.self, from: bytes, keys: .underscores)) != nil {
        self = try JSON.decode(Document.self, from: bytes, keys: .underscores).recipe
      } else {
        self = try JSON.decode(Recipe.self, from: bytes, keys: .underscores)
      }
    } catch {
      throw FileProblem(path: path, reason: error.problem)
    }
  }

  private struct Document: Decodable { let recipe: Recipe }
  private struct Holder: Decodable { let recipe: Anything }
  /// Decodes from any value: tells that a key is present.
  private struct Anything: Decodable { init(from decoder: any Decoder) throws {} }
}
