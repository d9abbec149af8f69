import Files

extension RunDocument.DataFacts {
  /// The images of the run whose recipe is in a file; nil: the file holds a recipe alone.
  package init?(ofRecipe path: String) throws(FileProblem) {
    let bytes = try FileAccess.read(path, limit: Recipe.fileLimit)
    guard (try? JSON.decode(Holder.self, from: bytes, keys: .underscores)) != nil else { return nil }
    do throws(JSON.Problem) {
      guard let facts = try JSON.decode(Document.self, from: bytes, keys: .underscores).data else { return nil }
      self = facts
    } catch {
      throw FileProblem(path: path, reason: error.problem)
    }
  }

  /// In a file with a recipe alone, `data` is the name of the images.
  private struct Holder: Decodable { let recipe: Recipe }
  private struct Document: Decodable { let data: RunDocument.DataFacts? }
}
