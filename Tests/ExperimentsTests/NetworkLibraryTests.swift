import Files
import Foundation
import Networks
import RunSamples
import Testing

@testable import Experiments

@Suite struct NetworkLibraryTests {
  private func write(_ text: String, _ path: String) throws { try FileAccess.write(Array(text.utf8), to: path) }

  @Test func `a name stands for a network of the lab, then for one of the user's, a path for a file`() throws {
    try TinyRuns.inFolder { here in
      let library = NetworkLibrary(folders: [here.root])
      try write("network Mine\nlinear classes", here.root + "/other.net")
      try write("linear classes", here.root + "/Nameless.net")
      try write("network Resnet\nlinear classes", here.root + "/resnet.net")
      #expect(try library.find("RESNET").architecture.text == nil)
      #expect(try library.find("mine").file == here.root + "/other.net")
      #expect(try library.find("Other").architecture.name == "Mine")
      #expect(try library.find("nameless").architecture.name == "Nameless")
      #expect(try library.find(here.root + "/resnet.net").architecture.text != nil)
      #expect(library.entries.map(\.name) == ["Nameless", "Mine", "Resnet"])
      let error = #expect(throws: NetworkError.self) { try library.find("nope") }
      #expect(
        error == .unknownArchitecture("nope", known: Architectures.all.map(\.name) + ["Nameless", "Mine", "Resnet"]))
    }
  }

  @Test func `a file that cannot be read says where and why, beside those that can`() throws {
    try TinyRuns.inFolder { here in
      let library = NetworkLibrary(folders: [here.root, here.root + "/nothing"])
      try write("network Good\nlinear classes", here.root + "/good.net")
      try write("network Bad\nmaxpol 2", here.root + "/bad.net")
      try write(String(repeating: "#", count: 70_000), here.root + "/large.net")
      let problems = library.entries.compactMap { entry in
        if case .failure(let problem) = entry.content { "\(entry.name): \(problem.reason)" } else { nil }
      }
      #expect(
        problems == [
          "bad: line 2, column 1: 'maxpol' is no kind of layer",
          "large: has 70000 bytes, more than the 65536 that are taken here",
        ])
      #expect(throws: FileProblem.self) { try library.find("bad") }
      #expect(throws: FileProblem.self) { try library.find(here.root + "/none.net") }
    }
  }

  @Test func `the user's are looked for beside the settings and beside the data`() {
    let library = NetworkLibrary(environment: ["XDG_CONFIG_HOME": "/c", "CIFARLAB_DATA": "/d/cifar.tgz"])
    #expect(library.folders == ["/c/cifarlab/networks", "/d"])
    #expect(library.ownFolder == "/c/cifarlab/networks")
    #expect(NetworkLibrary(environment: ["HOME": "/h"]).folders == ["/h/.config/cifarlab/networks"])
    #expect(NetworkLibrary(environment: [:]).folders == [])
  }
}
