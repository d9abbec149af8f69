import Experiments
import Networks
import Testing

@testable import cifarlab

@Suite struct ArgumentTests {
  private let options: [any AnyOption] = [Options.seed, Options.widths, Options.json, Options.jsonOrSteps, Options.fit]

  private func parse(_ words: String...) throws -> Arguments {
    try Arguments(words, options: options, repeatable: ["fit"])
  }

  private func problem(_ words: String...) -> String {
    do {
      let arguments = try Arguments(words, options: options, repeatable: ["fit"])
      _ = try arguments[Options.seed]
      _ = try arguments[Options.widths]
      _ = try arguments.all(Options.fit)
      return "none"
    } catch { return "\(error)" }
  }

  @Test func `a value follows its option or an equals sign`() throws {
    #expect(try parse("--seed", "7")[Options.seed] == 7)
    #expect(try parse("--seed=7")[Options.seed] == 7)
    #expect(try parse()[Options.seed] == nil)
  }

  @Test func `operands may stand before, between and after options`() throws {
    #expect(try parse("a", "--seed", "7", "b").operands == ["a", "b"])
    #expect(try parse("--", "--seed").operands == ["--seed"])
    #expect(try parse("-5").operands == ["-5"])
  }

  @Test func `what other programs call an option names ours`() {
    #expect(problem("--lr", "0.1") == "--lr is not an option here; did you mean --fit?")
    #expect(problem("--epochs=3") == "--epochs is not an option here; did you mean --fit?")
  }

  @Test func `a folder in place of a command opens the lab on it`() throws {
    let folder = try TemporaryFolder()
    guard
      case .command(let command, let arguments) = try Invocation(
        [folder.url.path, "--ascii"], commands: CommandList.all)
    else {
      Issue.record("no command")
      return
    }
    #expect(command.name == "lab" && arguments.has(Options.ascii))
    #expect(try arguments[Options.data] == folder.url.path)
    #expect(throws: UsageError.self) { try Invocation([folder.path("nothing")], commands: CommandList.all) }
  }

  @Test func `an unknown option names the nearest one`() {
    #expect(problem("--sead", "7") == "--sead is not an option here; did you mean --seed?")
    #expect(problem("--zzzzzz") == "--zzzzzz is not an option here; see --help")
    #expect(problem("-s") == "'-s' is not an option; options begin with two dashes; see --help")
  }

  @Test func `what is wrong with a value is said with option and value`() {
    #expect(problem("--seed", "x").hasPrefix("--seed 'x': a whole number"))
    #expect(problem("--seed", "-1").hasPrefix("--seed '-1': a whole number"))
    #expect(problem("--seed") == "--seed lacks its value; write --seed N")
    #expect(problem("--seed", "1", "--seed", "2") == "--seed is given twice; leave one of them out")
    #expect(problem("--widths", "3,,5").contains("width 2, ''"))
    #expect(problem("--widths", "3,99999999999999999999").contains("width 2"))
    #expect(problem("--json=fast") == "--json takes no value; write --json alone")
  }

  @Test func `fit may be repeated, and an error in it points at the place`() throws {
    #expect(try parse("--fit", "1e-2, 2", "--fit", "1e-1, 1").all(Options.fit).count == 2)
    #expect(problem("--fit", "1e-2, x").contains("column 7"))
  }

  @Test func `a flag may say more after its equals sign`() throws {
    let steps = try Arguments(["--json=steps"], options: [Options.jsonOrSteps])
    #expect(try steps[Options.jsonOrSteps] == "steps")
    #expect(try Arguments(["--json"], options: [Options.jsonOrSteps])[Options.jsonOrSteps] == "")
    #expect(throws: UsageError.self) { try Arguments(["--json=x"], options: [Options.jsonOrSteps]) }
  }

  @Test(arguments: RecipeField.options + [.fits])
  func `the arguments of a recipe are read back to the same recipe`(field: RecipeField) throws {
    var usual = Recipe(network: "Resnet2")
    // A new head needs a body.
    usual.initialWeights = "body.safetensors"
    let texts = field.choices + ["0.25", "7", "3,20,40", "conv1", "0.1, 2; 0.2, 1, wds=1e-4", "biases=0.25", "16@0"]
    var recipes = texts.compactMap { text in
      var recipe = usual
      return (try? field.set(&recipe, to: text)) == nil ? nil : recipe
    }
    recipes.removeAll { $0 == usual }
    #expect(!recipes.isEmpty)
    for recipe in recipes {
      let words = Array(recipe.arguments().dropFirst(2))
      let arguments = try Arguments(words, options: TrainCommand.command.options, repeatable: ["fit"])
      #expect(try arguments.recipe("Resnet2") == recipe, "\(words)")
    }
  }

  @Test(arguments: RecipeCommand.ingredients)
  func `the command of a preset without one of its settings is read back to the same recipe`(field: RecipeField) throws
  {
    var recipe = try Recipe(of: Architectures.named("Best1"))
    field.copy(Recipe(network: "Best1"), into: &recipe)
    let words = Array(recipe.arguments().dropFirst(2))
    let arguments = try Arguments(words, options: TrainCommand.command.options, repeatable: ["fit"])
    var again = try arguments.recipe("Best1")
    #expect(again.knownSchedule == recipe.knownSchedule)
    again.fits = recipe.fits
    #expect(again == recipe, "\(words)")
  }
}
