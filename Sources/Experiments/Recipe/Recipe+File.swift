import Files

extension Recipe {
  /// The largest file with a recipe that is read.
  static let fileLimit = 10_000_000

  /// The recipe in a JSON file: a run's `run.json`, or the recipe alone.
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
  /// Whatever it is, it is there.
  private struct Anything: Decodable { init(from decoder: any Decoder) throws {} }
}
