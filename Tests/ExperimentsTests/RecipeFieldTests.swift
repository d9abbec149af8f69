import Foundation
import Networks
import RunSamples
import Testing
import Training

@testable import Experiments

/// Every line of the table, by whatever way its value goes.
@Suite struct RecipeFieldTests {
  /// Texts of which each setting takes one at least.
  private static let texts = [
    "off", "on", "conv1", "0.25", "3,20,40", "0.1, 2", "48", "ema", "nan", "black", "measured",
    "network N\nlinear classes\n", "biases=0.25", "16@0",
  ]

  /// A recipe in which `field` is not as usual; nil where nothing that is typed changes it.
  static func changed(_ field: RecipeField) -> Recipe? {
    let usual = Recipe(network: "Resnet2")
    for text in field.choices + texts {
      var recipe = usual
      if (try? field.take(text, into: &recipe)) != nil, recipe != usual { return recipe }
    }
    return nil
  }

  private static let settable = RecipeField.all.filter { changed($0) != nil }

  @Test func allButWhatARunDidCanBeTyped() {
    let others = RecipeField.all.filter { field in !Self.settable.contains(field) }
    #expect(others == [.labelsDigest, .learningRateChanges, .recoveries])
  }

  @Test func noTwoFieldsShareAName() {
    for names in [
      RecipeField.all.map(\.title), RecipeField.all.compactMap(\.key), RecipeField.all.compactMap(\.optionUsage),
    ] {
      #expect(Set(names).count == names.count)
    }
    let facts = Recipe(network: "ConvNet").facts.map(\.name)
    #expect(Set(facts).count == facts.count)
  }

  @Test(arguments: RecipeField.all.filter { $0.key != nil }) func aKeyReadsBackThroughBothCoders(_ field: RecipeField)
    throws
  {
    var recipe = Self.changed(field) ?? Recipe(network: "Resnet2")
    recipe.training.learningRateChanges = [LearningRateChange(step: 3, learningRate: 0.1)]
    recipe.training.recoveries = [5]
    recipe.labelsDigest = "5eed"
    let key = try #require(field.key)
    let plain = try JSONEncoder().encode(recipe)
    #expect(try JSONDecoder().decode(Recipe.self, from: plain) == recipe)
    #expect((try JSONSerialization.jsonObject(with: plain) as? [String: Any])?[key] != nil)
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    #expect(try decoder.decode(Recipe.self, from: encoder.encode(recipe)) == recipe)
  }

  @Test func aSettingThatCameLaterStandsInNoDocumentAsLongAsItIsTheDefault() throws {
    var recipe = Recipe(network: "ConvNet")
    func keys() throws -> [String] {
      let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(recipe)) as? [String: Any]
      return object.map { Array($0.keys) } ?? []
    }
    #expect(try !keys().contains("dropsLast"))
    recipe.training.dropsLast = true
    #expect(try keys().contains("dropsLast"))
    #expect(recipe.arguments().contains("--drop-last"))
  }

  @Test(arguments: settable) func whatIsTypedReadsBackFromWhatIsShown(_ field: RecipeField) throws {
    let recipe = try #require(Self.changed(field))
    var again = Recipe(network: "Resnet2")
    try field.take(field.text(recipe) ?? "", into: &again)
    #expect(again == recipe)
  }

  @Test(arguments: settable) func aFieldIsClearedByItsWordOrTakenFromAnotherRecipe(_ field: RecipeField) throws {
    let usual = Recipe(network: "Resnet2")
    var recipe = try #require(Self.changed(field))
    field.copy(usual, into: &recipe)
    #expect(recipe == usual)
    guard let word = field.clearWord else { return }
    for typed in [word, word.uppercased(), " "] {
      recipe = try #require(Self.changed(field))
      try field.take(typed, into: &recipe)
      #expect(recipe == usual, "\(field.title) \(typed)")
    }
  }

  @Test(arguments: settable.filter { ![.network, .networkText, .weightDecay, .labelsDigest].contains($0) })
  func aChangedFieldIsSaidByItsOptionAndDiffers(_ field: RecipeField) throws {
    let recipe = try #require(Self.changed(field))
    let option = try #require(field.optionUsage).replacing("GROUP", with: "biases")
    #expect(recipe.arguments().contains("--" + option))
    // What means nothing by itself is no fact.
    let needsAnother = [RecipeField.padding, .batchNormFreeze, .splitSeed].contains(field)
    #expect(recipe.facts != Recipe(network: "Resnet2").facts || needsAnother)
    #expect(!field.help.isEmpty && !field.explanation.isEmpty)
  }

  @Test func limitsAreTheSameWhereverAValueComesFrom() throws {
    for (field, bad) in [
      (RecipeField.batchSize, "65537"), (.batchSize, "0"), (.widths, "3,100001"), (.momentum, "1"), (.dropout, "-0.1"),
      (.subset, "0"), (.maxSteps, "0"), (.size, "7"),
    ] {
      var recipe = Recipe(network: "ConvNet")
      #expect(throws: InvalidValue.self) { try field.set(&recipe, to: bad) }
      let key = try #require(field.key)
      let json = #"{"network": "ConvNet", "\#(key)": \#(field == .widths ? "[\(bad)]" : bad)}"#
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(Recipe.self, from: Data(json.utf8)) }
    }
  }

  @Test func `a family of options has a value for each name`() throws {
    var recipe = Recipe(network: "ConvNet")
    try RecipeField.learningRates.take("head=0.67, biases = 5.3e-2", into: &recipe)
    #expect(recipe.training.optimizer.groups.learningRates == ["biases": 0.053, "head": 0.67])
    #expect(
      recipe.arguments().suffix(4) == ["--lr.biases", "0.053", "--lr.head", "0.67"])
    #expect(RecipeField.learningRates.matches("lr.biases") && !RecipeField.learningRates.matches("lr."))
    #expect(RecipeField.learningRates.saying("0.1", by: "lr.layers.0") == "layers.0=0.1")
    for bad in ["biases", "biases=0", "biases=x", "biases=1, biases=2", "a b=1", "=1"] {
      #expect(throws: InvalidValue.self) { try RecipeField.learningRates.take(bad, into: &recipe) }
    }
    #expect(throws: InvalidValue.self) { try RecipeField.momenta.take("head=1", into: &recipe) }
  }

  @Test func `a text says its groups one by one`() throws {
    let said = "fit=\"0.1, 2, linear=0\" lr.biases=0.05 lr.head=0.5 label-smoothing=0.2"
    let text = try NetworkText(parsing: "network N\nrecipe \(said)\nlinear classes\n")
    let recipe = try Recipe(of: TextArchitecture(text))
    #expect(recipe.training.optimizer.groups.learningRates == ["biases": 0.05, "head": 0.5])
    #expect(recipe.training.loss.smoothing == 0.2)
  }

  @Test func `groups keep their ratio to the rate that is scaled`() throws {
    var recipe = Recipe(network: "ConvNet")
    recipe.fits = [FitCall(0.1, 1), FitCall(0.2, 1)]
    recipe.training.optimizer.groups.learningRates = ["head": 0.4]
    recipe.scale(toHighest: 0.05)
    #expect(recipe.fits.map(\.learningRate) == [0.025, 0.05])
    #expect(recipe.training.optimizer.groups.learningRates == ["head": 0.1])
  }

  @Test func weightDecayIsThatOfTheCalls() throws {
    var recipe = Recipe(network: "Resnet")
    #expect(RecipeField.weightDecay.shown(recipe) == "1e-05")
    recipe.fits = [FitCall(0.1, 1, weightDecay: 1e-4), FitCall(0.1, 1)]
    #expect(RecipeField.weightDecay.shown(recipe) == "by call: 0.0001 ; 0")
    try RecipeField.weightDecay.set(&recipe, to: "1e-3")
    #expect(recipe.fits.map(\.weightDecay) == [1e-3, 1e-3])
    recipe = Recipe(network: "ConvNet")
    #expect(RecipeField.weightDecay.shown(recipe) == "0")
  }

  @Test func theCommandLineSaysWhatItCannotSay() {
    var recipe = Recipe(network: "ConvNet")
    recipe.training.learningRateChanges = [LearningRateChange(step: 3, learningRate: 0.1)]
    recipe.training.recoveries = [5]
    #expect(
      recipe.commandLine()
        == "cifarlab train ConvNet --seed 42  # without rates set by hand and recoveries: train --recipe RUN/run.json "
        + "has them")
  }

  @Test func theRateOfARunIsTheHighestOfItsCalls() throws {
    #expect(Recipe(network: "ConvBnNet").rate == 0.1)
    var recipe = Recipe(network: "ConvBnNet")
    recipe.fits = [FitCall(0.3, 1), FitCall(0.01, 2)]
    #expect(recipe.rate == 0.3)
  }

  @Test func otherStepsHaveAnotherHistory() {
    var old = Recipe(network: "ConvNet")
    old.training.recoveries = [5]
    for (field, text) in [(RecipeField.fits, "0.1, 9"), (.batchSize, "64"), (.data, "shapes"), (.subset, "50")] {
      var new = old
      #expect(throws: Never.self) { try field.set(&new, to: text) }
      new.keepHistory(ifStepsAreThoseOf: old)
      #expect(new.training.recoveries.isEmpty, "\(field.title)")
    }
    var new = old
    new.training.optimizer.sgd.momentum = 0.5
    new.keepHistory(ifStepsAreThoseOf: old)
    #expect(new.training.recoveries == [5])
  }
}
