import Kernels
import Testing

@testable import Networks

@Suite struct ArchitectureTests {
  static let image = MapShape(3, 32, 32)

  @Test(arguments: [
    ("SimpleNet", 123_330), ("ConvNet", 37_490), ("ConvNet2", 37_490), ("ConvBnNet", 155_970), ("ConvBnNet2", 462_570),
    ("Resnet", 769_170), ("Resnet2", 1_966_234),
  ]) func `a network has the article's number of parameters`(_ name: String, _ count: Int) throws {
    let architecture = try Architectures.named(name.uppercased())
    let layers = try architecture.specs(architecture.defaultWidths, image: Self.image, classes: 10)
    #expect(layers.parameterCount == count)
  }

  @Test(arguments: [
    ("ConvNet", [15, 7, 3]), ("ConvNet2", [16, 8, 4]), ("ConvBnNet", [32, 16, 8, 4, 2]),
    ("Resnet2", [28, 14, 14, 14, 7, 7, 7, 4, 4, 4, 2, 2, 2]),
  ]) func `maps shrink as in the article`(_ name: String, _ sides: [Int]) throws {
    let architecture = try Architectures.named(name)
    let layers = try architecture.specs(architecture.defaultWidths, image: Self.image, classes: 10)
    let maps = layers.map(\.output).filter { $0.area > 1 }
    #expect(maps.map(\.height) == sides)
    #expect(maps.map(\.width) == sides)
  }

  @Test func `a ConvNet too deep for the image names the layer`() {
    #expect(throws: NetworkError.layer("layers.4", "a 3×3 kernel does not fit into maps of 1×1; use fewer layers")) {
      () throws in _ = try ConvNet().specs([3, 8, 8, 8, 8, 8], image: Self.image, classes: 10)
    }
  }

  @Test func `widths that follow from the data are checked`() {
    #expect(throws: NetworkError.width(index: 0, "must be 3072 for images of 3×32×32, not 3071")) {
      () throws in _ = try SimpleNet().specs([3071, 40, 10], image: Self.image, classes: 10)
    }
    #expect(throws: NetworkError.width(index: 2, "must be 10, one for each class, not 9")) {
      () throws in _ = try SimpleNet().specs([3072, 40, 9], image: Self.image, classes: 10)
    }
    #expect(throws: NetworkError.width(index: 1, "0 is not between 1 and 100000")) {
      () throws in _ = try ConvNet().specs([3, 0], image: Self.image, classes: 10)
    }
  }
}
