import CMachine

/// What the kernels were compiled for.
package enum KernelBuild {
  /// The value of -march: a CPU's name, or `native` for the one of the machine that compiled them.
  package static let march = String(cString: machine_compiled_for())

  /// The CPU features that the compiler could use, as `/proc/cpuinfo` calls them.
  package static let features = Set(String(cString: machine_compiled_features()).split(separator: " ").map(String.init))

  /// Bits of the vector registers that the loops are tiled for.
  package static var vectorBits: Int {
    #if VECTOR_512
      512
    #elseif VECTOR_256
      256
    #else
      128
    #endif
  }
}
