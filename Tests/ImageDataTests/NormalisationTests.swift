import Testing

@testable import ImageData

@Suite struct NormalisationTests {
  @Test func theRecipeDecidesWhichFiguresHold() {
    let shapes = ShapesSet.make(train: 20, valid: 10)
    #expect(Normalisation.automatic.statistics(of: shapes) == shapes.statistics)
    #expect(Normalisation.article.statistics(of: shapes) == .article)
    #expect(Normalisation.measured.statistics(of: shapes) == shapes.statistics)
  }
}
