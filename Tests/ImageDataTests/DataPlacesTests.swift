import Foundation
import Testing

@testable import ImageData

@Suite struct DataPlacesTests {
  private let folder: TemporaryFolder
  private let set = Fixtures.set()

  init() throws { folder = try TemporaryFolder() }

  private func write(_ root: String) throws {
    for file in Fixtures.binary(set) { try folder.write(file.bytes, root + "/" + file.path) }
  }

  @Test func namesArePickedOutInAnyCaseAndTheRestIsAPath() {
    #expect(DataSource.parse("AUTO") == .auto)
    #expect(DataSource.parse("CIFAR10") == .cifar10)
    #expect(DataSource.parse("Fashion-MNIST") == .fashionMNIST)
    #expect(DataSource.parse("shapes") == .shapes)
    #expect(DataSource.parse("./shapes") == .path("./shapes"))
    for source: DataSource in [.auto, .cifar10, .fashionMNIST, .shapes, .path("a/b")] {
      #expect(DataSource.parse(source.text) == source)
    }
  }

  @Test func withoutDataAutoFallsBackToShapesAndSaysSo() throws {
    let loaded = try DataLoader.load(.auto, ReadOptions(size: 16), environment: folder.environment())
    #expect(loaded.name == "shapes")
    #expect(loaded.notices == ["no images were found in the usual places: these are the built-in shapes"])
    #expect(try DataLoader.load(.shapes, ReadOptions(size: 16), environment: folder.environment()).notices == [])
  }

  @Test(arguments: ["data", "home/data", "home/.fastai/data", "home/.cache/torch"])
  func autoFindsCIFARInTheUsualPlaces(root: String) throws {
    try write(root)
    let loaded = try DataLoader.load(.auto, environment: folder.environment())
    #expect(loaded.fingerprint == set.fingerprint)
    #expect(try DataLoader.load(.cifar10, environment: folder.environment()).fingerprint == set.fingerprint)
  }

  @Test func autoFindsASetRightInTheDataFolder() throws {
    for file in try Fixtures.classFolders(set, root: "data/") { try folder.write(file.bytes, file.path) }
    #expect(try DataLoader.load(.auto, environment: folder.environment()).fingerprint == set.fingerprint)
  }

  @Test func theVariableComesFirst() throws {
    try write("data")
    let other = Fixtures.set(seed: 77)
    for file in Fixtures.binary(other) { try folder.write(file.bytes, "elsewhere/" + file.path) }
    for value in ["elsewhere", folder.path + "/elsewhere"] {
      let environment = folder.environment([DataPlaces.variable: value])
      #expect(try DataLoader.load(.auto, environment: environment).fingerprint == other.fingerprint)
    }
    let shapes = folder.environment([DataPlaces.variable: "shapes"])
    #expect(try DataLoader.load(.auto, ReadOptions(size: 16), environment: shapes).name == "shapes")
  }

  @Test func aVariableThatNamesNothingIsAnError() {
    let environment = folder.environment([DataPlaces.variable: "/nowhere/at/all"])
    #expect(throws: DataError.access(.notFound, path: "/nowhere/at/all")) {
      try DataLoader.load(.auto, environment: environment)
    }
  }

  @Test func theFetchedArchiveInTheCacheIsFound() throws {
    let path = try folder.write([], "xdg/cifarlab/" + DataPlaces.fetchedName)
    Archives.write(Fixtures.binary(set), .tarGz, to: path)
    let environment = folder.environment(["XDG_CACHE_HOME": folder.path + "/xdg"])
    #expect(try DataLoader.load(.auto, environment: environment).fingerprint == set.fingerprint)
  }

  @Test func aNamedSetThatIsNowhereSaysHowToGetIt() {
    #expect(throws: DataError.self) { try DataLoader.load(.cifar10, environment: folder.environment()) }
    do throws(DataError) {
      _ = try DataLoader.load(.fashionMNIST, environment: folder.environment())
    } catch {
      #expect(error.description.contains("apt-get install dataset-fashion-mnist"))
    }
  }

  @Test func theListNamesWhatIsThereAndWhatCanBeFetched() throws {
    try write("data")
    try folder.write([0], "system/fashion-mnist/train-images-idx3-ubyte.gz")
    let listings = DataPlaces(folder.environment()).list()
    #expect(listings.map(\.state) == [.found, .found, .builtIn, .fetchable])
    #expect(listings[0].source == folder.path + "/data/cifar-10-batches-bin")
    #expect(listings[1].title == "Fashion-MNIST")
    #expect(listings[3].source == "cifar10")
  }
}
