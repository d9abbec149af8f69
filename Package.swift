// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The CPU that the numeric code is compiled for. Another one, for a binary that has to run elsewhere:
//   CIFARLAB_MARCH=x86-64-v3 swift build -c release
let march = ProcessInfo.processInfo.environment["CIFARLAB_MARCH"] ?? "native"

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let strictC: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]

/// Bits of the vector registers that the compiler uses for `march`, by what it defines: they decide the kernels' tile
/// sizes, and whether multiply and add are one instruction (without that, Swift's `addingProduct` is a library call for
/// each lane).
let vectorBits: Int = {
  let compiler = Process()
  let output = Pipe()
  compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  compiler.arguments = ["clang", "-march=\(march)", "-dM", "-E", "-x", "c", "/dev/null"]
  compiler.standardOutput = output
  try? compiler.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  compiler.waitUntilExit()
  guard compiler.terminationStatus == 0 else {
    fatalError("clang is not there, or knows no CPU that is called \(march) (CIFARLAB_MARCH)")
  }
  let defined = Set(text.split(separator: "\n").compactMap { $0.split(separator: " ").dropFirst().first })
  if ["F", "VL", "BW", "DQ"].allSatisfy({ defined.contains("__AVX512\($0)__") }) { return 512 }
  return defined.contains("__AVX2__") && defined.contains("__FMA__") || defined.contains("__ARM_NEON") ? 256 : 128
}()

/// Optimised in debug builds as well: a training step in unoptimised code is hundreds of times slower.
let numeric: [SwiftSetting] =
  strict + [.unsafeFlags(["-O", "-disable-batch-mode", "-wmo", "-num-threads", "2", "-Xcc", "-march=\(march)"])]
let registers: SwiftSetting = .define("VECTOR_\(vectorBits)")
/// The numeric loops alone go without checks; what must be checked there is `guard … else { fatalError(…) }`.
let kernels: [SwiftSetting] =
  strict + [
    registers,
    .unsafeFlags([
      "-Ounchecked", "-disable-batch-mode", "-wmo", "-num-threads", "2", "-enforce-exclusivity=unchecked", "-Xcc",
      "-march=\(march)",
    ]),
  ]
/// What the C part needs to know of the choice above, to check at start that this CPU can run the rest.
let machineC: [CSetting] =
  strictC + [
    .define("CIFARLAB_MARCH", to: "\"\(march)\""), .define("CIFARLAB_VECTOR_BITS", to: "\(vectorBits)"),
  ]

// What a target imports it names here, even where another one brings it along: the build looks no further than these
// lists to see what a change touches.
let core: [Target.Dependency] = ["Files", "Kernels", "Networks", "ImageData"]
let lab: [Target.Dependency] = core + ["Training", "Experiments", "Screen"]

let package = Package(
  name: "cifarlab",
  targets: [
    .systemLibrary(name: "CBlas", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .target(
      name: "CImageCodecs", cSettings: strictC,
      linkerSettings: ["png", "jpeg", "webp", "webpdemux", "gif"].map { .linkedLibrary($0) }),
    .target(name: "CMachine", cSettings: machineC),
    .target(name: "CCurses", cSettings: strictC, linkerSettings: [.linkedLibrary("ncursesw")]),
    .target(name: "Files", swiftSettings: numeric),
    .target(name: "Kernels", dependencies: ["CBlas", "CMachine"], swiftSettings: kernels),
    .target(
      name: "NetworkTexts",
      resources: ["airbench", "best1", "best3", "best10", "lenet", "resnet20", "vgg"].map { .embedInCode("\($0).net") },
      swiftSettings: strict),
    .target(name: "Networks", dependencies: ["Files", "Kernels", "NetworkTexts"], swiftSettings: numeric),
    .target(name: "ImageData", dependencies: ["CImageCodecs", "CArchive", "Files", "Kernels"], swiftSettings: numeric),
    .target(name: "Training", dependencies: core + ["CMachine"], swiftSettings: numeric),
    .target(name: "Experiments", dependencies: core + ["Training"], swiftSettings: strict),
    .target(
      name: "Listing", dependencies: ["Files", "Training", "Experiments", "Screen"], swiftSettings: strict),
    .target(name: "Exports", dependencies: lab, swiftSettings: strict),
    .target(
      name: "Themes", path: "Themes",
      resources: ["ansi", "colour-blind", "dark", "high-contrast", "light"].map { .embedInCode("\($0).json5") },
      swiftSettings: strict),
    .target(name: "Screen", dependencies: ["Themes"], swiftSettings: strict),
    .target(name: "CursesTerminal", dependencies: ["Screen", "CCurses"], swiftSettings: strict),
    .target(name: "Lab", dependencies: lab + ["Listing", "Exports"], swiftSettings: strict),
    .executableTarget(
      name: "cifarlab", dependencies: lab + ["Listing", "Exports", "Lab", "CursesTerminal", "CMachine"],
      swiftSettings: strict),
    .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: strict),
    .testTarget(
      name: "KernelsTests", dependencies: ["CMachine", "Kernels"], exclude: ["SPEED.md"], swiftSettings: numeric),
    .target(name: "CAllocations", path: "Tests/CAllocations", cSettings: strictC),
    .testTarget(
      name: "NetworksTests", dependencies: ["Files", "Kernels", "Networks", "NetworkTexts", "Fuzzing"],
      exclude: ["Golden/PARITY.md"],
      swiftSettings: numeric),
    .target(name: "Fuzzing", dependencies: ["Kernels"], path: "Tests/Fuzzing", swiftSettings: numeric),
    .target(
      name: "RunSamples", dependencies: core + ["Training", "Experiments"], path: "Tests/RunSamples",
      swiftSettings: strict),
    .target(name: "Pinning", dependencies: ["Kernels"], path: "Tests/Pinning", swiftSettings: strict),
    .testTarget(
      name: "ImageDataTests", dependencies: ["Kernels", "ImageData", "CArchive", "CImageCodecs", "Fuzzing"],
      swiftSettings: strict),
    .testTarget(
      name: "TrainingTests", dependencies: core + ["CMachine", "Training", "CAllocations", "Fuzzing"],
      exclude: ["DIVERGENCE.md", "LRFINDER.md", "RECIPES.md"], swiftSettings: numeric),
    .testTarget(
      name: "ExperimentsTests", dependencies: core + ["Training", "Experiments", "Fuzzing", "Pinning", "RunSamples"],
      exclude: ["Pins/Recorded"], swiftSettings: strict),
    .testTarget(
      name: "ListingTests", dependencies: ["Files", "Training", "Experiments", "Listing", "RunSamples"],
      swiftSettings: strict),
    .testTarget(
      name: "ExportsTests", dependencies: lab + ["Exports", "Pinning", "RunSamples"], exclude: ["Recorded"],
      swiftSettings: strict),
    .testTarget(name: "ScreenTests", dependencies: ["Screen", "Themes", "Fuzzing"], swiftSettings: strict),
    .testTarget(
      name: "LabTests", dependencies: lab + ["Listing", "Lab", "Themes", "Fuzzing", "RunSamples"], exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEnd", dependencies: lab + ["Lab", "cifarlab", "Fuzzing", "Pinning"], path: "Tests/EndToEnd",
      exclude: ["CommandLine/Pins/Recorded", "RESILIENCE.md"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
