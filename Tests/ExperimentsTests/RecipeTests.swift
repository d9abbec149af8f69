import Files
import Foundation
import ImageData
import Networks
import RunSamples
import Testing
import Training

@testable import Experiments

@Suite struct RecipeTests {
  private func recipe(_ json: String) throws -> Recipe {
    try TinyRuns.inFolder { here in
      try FileAccess.write(Array(json.utf8), to: here.root + "/r.json")
      return try Recipe(contentsOf: here.root + "/r.json")
    }
  }

  @Test func whatIsNotSaidHasItsDefault() throws {
    #expect(try recipe(#"{"network": "ConvNet"}"#) == Recipe(network: "ConvNet"))
    let read = try recipe(#"{"network": "ConvNet", "fits": ["1e-1, 2, wds=1e-5"], "batch_size": 64, "new_thing": 1}"#)
    #expect(read.fits == [FitCall(0.1, 2, weightDecay: 1e-5)])
    #expect(read.batchSize == 64)
  }

  @Test func everyValueReadsBackToTheSame() throws {
    var all = Recipe(network: "Resnet2")
    all.widths = [1, 2, 3]
    all.data = "some where/ünder"
    all.size = 48
    all.fits = [FitCall(0.1 + 0.2, 3, cycleLength: 1, cycleMultiplier: 2, weightDecay: 1e-6)]
    all.batchSize = 100
    all.seed = .max
    all.subset = 500
    all.training.augmentation = Augmentation(isOn: false, padding: .black)
    all.training.normalisation = .measured
    all.training.shuffles = false
    all.options.dropout = 0.1 + 0.7
    all.training.optimizer.sgd.momentum = 1.0 / 3
    all.options.statistics = .ema
    all.options.frozen = ["layers", "conv1"]
    all.options.freezesStatistics = true
    all.options.dead = .nan
    all.training.maxSteps = 9
    all.initialWeights = "/a/b"
    all.training.learningRateChanges = [.init(step: 3, learningRate: 0.1), .init(step: 4, learningRate: nil)]
    all.training.recoveries = [5, 5]
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try encoder.encode(all), as: UTF8.self)
    #expect(try recipe(json) == all)
    // As revision 476fbc7 writes it, but for the optimiser's settings, which it did not have.
    #expect(
      json == """
        {"augments":false,"batch_size":100,"data":"some where/ünder","dead_channels_are_nan":true,"dropout":\
        0.7999999999999999,"fits":["0.30000000000000004, 3, cycle_len=1, cycle_mult=2, wds=1e-06"],"freezes_batch_norm":\
        true,"frozen":["layers","conv1"],"initial_weights":"/a/b","learning_rate_changes":[{"learning_rate":0.1,"step":3\
        },{"step":4}],"max_steps":9,"momentum":0.3333333333333333,"moving_statistics":true,"nesterov":false,"network":\
        "Resnet2","optimizer":"sgd","padding":"black","recoveries":[5,5],"seed":18446744073709551615,"shuffles":false,"size":48,"statistics":"measured",\
        "subset":500,"widths":[1,2,3]}
        """)
  }

  @Test(arguments: [
    ("{}", "'network' is missing"),
    ("nonsense", "is not JSON"),
    (#"{"network": 1}"#, "'network' is of another kind"),
    (#"{"network": "ConvNet", "batch_size": 0}"#, "'batchSize'"),
    (#"{"network": "ConvNet", "size": 100000}"#, "'size'"),
    (#"{"network": "ConvNet", "widths": [3, -1]}"#, "'widths'"),
    (#"{"network": "ConvNet", "momentum": 1}"#, "'momentum'"),
    (#"{"network": "ConvNet", "fits": ["1e-1, x"]}"#, "column 7"),
    (#"{"recipe": {"network": 1}}"#, "'recipe.network' is of another kind"),
  ]) func aFlawIsNamed(json: String, reason: String) {
    let error = #expect(throws: FileProblem.self) { try recipe(json) }
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  @Test func aNetworkBeyondTheMachinesMemoryIsRefusedBeforeItIsBuilt() throws {
    var recipe = Recipe(network: "ConvNet")
    recipe.widths = [3, 100_000, 100_000]
    let error = #expect(throws: NetworkError.self) { try TinyRuns.run(recipe) }
    #expect(error?.description.contains("GiB of memory") == true)
  }
}
