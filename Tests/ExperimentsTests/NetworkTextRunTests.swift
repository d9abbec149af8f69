import Files
import Foundation
import Networks
import RunSamples
import Testing
import Training

@testable import Experiments

/// Runs of networks that are texts: they keep what they were made from.
@Suite struct NetworkTextRunTests {
  private static let text = """
    network Mine  # mine
    about   made for a test
    widths  4 6
    recipe  fit="0.05, 2" batch-size=24 nesterov=on no-augment=on

    conv1   conv 3x3 w1 bias=no
            batchnorm
            relu
    b       residual {
              conv 3x3 w1
              silu
            }
    conv2   conv 3x3 w2 stride=2
            leaky-relu
            dropout 0.25
            flatten
    out     linear classes

    """

  private func recipe(in here: TinyRuns, _ text: String = Self.text) throws -> Recipe {
    let path = here.root + "/mine.net"
    try FileAccess.write(Array(text.utf8), to: path)
    let found = try NetworkLibrary(folders: [here.root]).find("mine")
    var recipe = try Recipe(of: found.architecture)
    recipe.networkFile = found.file
    recipe.data = "tiny"
    recipe.size = 16
    return recipe
  }

  @Test func `a text says how its network is trained`() throws {
    try TinyRuns.inFolder { here in
      let recipe = try recipe(in: here)
      #expect(recipe.network == "Mine")
      #expect(recipe.batchSize == 24)
      #expect(recipe.training.optimizer.sgd.nesterov)
      #expect(!recipe.training.augmentation.isOn)
      #expect(try recipe.schedule() == [FitCall(parsing: "0.05, 2")])
      #expect(
        recipe.commandLine()
          == "cifarlab train \(here.root)/mine.net --data tiny --size 16 --batch-size 24 --seed 42 --no-augment "
          + "--nesterov --fit '0.05, 2'")
    }
  }

  @Test func `a run goes on, is repeated and is asked when the file is gone`() throws {
    try TinyRuns.inFolder { here in
      let recipe = try recipe(in: here)
      let whole = try TinyRuns.run(recipe)
      _ = whole.run(recorder: here.recorder(whole))
      try FileManager.default.removeItem(atPath: here.root + "/mine.net")

      let stopped = try TinyRuns.run(recipe)
      let control = TrainingControl()
      let recorder = here.recorder(stopped, every: 1e-9)
      stopped.run(control, recorder: recorder) { event in
        if case .stepEnded(let step) = event, step.step == 3 { control.request = .stop }
      }
      let name = try #require(recorder.name)
      let document = try #require(try here.store.find(name).document)
      #expect(document.recipe.networkText == recipe.networkText)
      #expect(document.recipe.widths == [4, 6])
      #expect(document.recipe.networkLabel.hasPrefix("Mine "))
      let resumed = try here.resume(name)
      resumed.run.run(recorder: resumed.recorder)
      #expect(resumed.run.network.values.all.values == whole.network.values.all.values)

      let repeated = try TinyRuns.run(Recipe(contentsOf: here.store.folder(name) + "/run.json"))
      repeated.run()
      #expect(repeated.network.values.all.values == whole.network.values.all.values)

      let asked = try here.store.openTrained(name, pool: whole.network.pool) { _ in TinyRuns.data }
      #expect(asked.network.values.all.values == whole.network.values.all.values)
      let weights = try Safetensors(
        bytes: FileAccess.read(here.store.folder(name) + "/weights.safetensors", limit: 1 << 20))
      let kept = try NetworkText(parsing: weights.metadata["network_text"] ?? "")
      #expect(kept == recipe.networkText)
    }
  }

  @Test func `networks of one name and other layers are told apart`() throws {
    try TinyRuns.inFolder { here in
      let first = try recipe(in: here)
      let second = try recipe(in: here, Self.text.replacing("leaky-relu", with: "gelu"))
      let remarked = try recipe(in: here, Self.text.replacing("# mine", with: "# yours"))
      #expect(first.networkLabel != second.networkLabel)
      #expect(first.networkLabel == remarked.networkLabel)
      #expect(first.networkText != nil && first.networkText != second.networkText)
      let sweep = Sweep.comparison([first, second], seeds: [1, 2])
      #expect(try sweep.grid(first).map(\.networkText) == [first, first, second, second].map(\.networkText))
      #expect(Recipe(network: "ConvNet").networkLabel == "ConvNet")
    }
  }

  @Test func `a text in run.json that is none is refused with its place`() throws {
    let json = #"{"network": "Mine", "network_text": "network Mine\nconv 3x3\nlinear classes"}"#
    try TinyRuns.inFolder { here in
      let path = here.root + "/recipe.json"
      try FileAccess.write(Array(json.utf8), to: path)
      let error = #expect(throws: FileProblem.self) { try Recipe(contentsOf: path) }
      #expect(error?.reason.contains("line 2, column 1: conv lacks its number of channels") == true, "\(error!)")
    }
  }

  @Test func `settings of a text that no recipe has are refused with their place`() throws {
    func reason(_ settings: String) -> String? {
      let text = "network A\nrecipe \(settings)\nlinear classes"
      do {
        try Recipe.check(NetworkText(parsing: text))
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(reason("fit=\"0.1, 2\" no-shuffle=off momentum=0.8") == nil)
    #expect(reason("nesterof=on") == "line 2, column 8: a recipe has no 'nesterof'; did you mean nesterov?")
    #expect(reason("momentum=2") == "line 2, column 8: a number from 0 up to, but not, 1 is wanted")
    #expect(reason("fit=\"x\"")?.hasPrefix("line 2, column 8: column 1:") == true)
    #expect(reason("nesterov=1") == "line 2, column 8: on or off is wanted")
    #expect(reason("data=x")?.contains("a recipe has no 'data'") == true)
  }

  @Test func `the lab's own texts say how they are trained, and go by their names alone`() throws {
    let texts = Architectures.all.filter { $0.text != nil }
    #expect(texts.count == 7)
    for architecture in texts {
      let recipe = try Recipe(of: architecture)
      #expect(try !recipe.schedule().isEmpty)
      #expect(recipe.networkLabel == architecture.name)
      #expect(recipe.commandLine().hasPrefix("cifarlab train \(architecture.name) --"))
    }
  }

  @Test func `the command of a preset says all that its text does`() throws {
    let recipe = try Recipe(of: Architectures.named("Best1"))
    let said = [
      "--batch-size 500 --drop-last --loss sum --label-smoothing 0.2 --seed 42 --pad mirror --flip alternating --crop 1",
      "--crop-offsets all --optimizer muon --momentum 0.85 --lr.biases 0.053 --lr.head 0.67 --lr.norms 0.053",
      "--wd.biases 0.0188679245 --wd.head 0.00149253731 --wd.norms 0.0188679245 --momentum.weights 0.6",
      "--tta mirror-shift --fit '0.16, 5, linear=0.0, stop.whiten=3'",
    ]
    #expect(recipe.commandLine() == "cifarlab train Best1 " + said.joined(separator: " "))
  }

  @Test func `what differs from a preset is said, though it is what other networks have`() throws {
    var recipe = try Recipe(of: Architectures.named("Best1"))
    recipe.training.dropsLast = false
    recipe.training.augmentation.crop = nil
    recipe.training.optimizer.groups.learningRates["norms"] = nil
    recipe.training.optimizer.groups.momenta = [:]
    recipe.training.loss = .init()
    let words = recipe.arguments()
    func follows(_ option: String) -> String? { words.firstIndex(of: option).map { words[$0 + 1] } }
    #expect(words.contains("--drop-last=off") && !words.contains("--drop-last"))
    #expect(follows("--crop") == "an eighth" && follows("--lr.norms") == "none" && follows("--lr.head") == "0.67")
    #expect(follows("--momentum.weights") == "none" && follows("--loss") == "mean")
  }

  @Test func `one image in a batch is refused where batch norm would have one value a channel`() throws {
    try TinyRuns.inFolder { here in
      let text = "network A\nconv 3x3 4\nadaptive-avgpool 1\nresidual {\nbatchnorm\n}\nlinear classes"
      var recipe = try recipe(in: here, text)
      recipe.batchSize = 23
      let error = #expect(throws: NetworkError.self) { try TinyRuns.run(recipe) }
      #expect(error?.problem.contains("2: the last batch of each epoch has 1 image") == true, "\(error!)")
      recipe.training.dropsLast = true
      _ = try TinyRuns.run(recipe)
      recipe.training.dropsLast = false
      recipe.options.freezesStatistics = true
      _ = try TinyRuns.run(recipe)
      recipe.options.freezesStatistics = false
      recipe.batchSize = 1
      let other = #expect(throws: NetworkError.self) { try TinyRuns.run(recipe) }
      #expect(other?.problem.contains("each batch has 1 image") == true, "\(other!)")
    }
  }
}
