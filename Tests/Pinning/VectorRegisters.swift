/// The vector registers that the numeric code is built for.
package enum VectorRegisters {
  /// The width in bits. With 128, multiply and add are two instructions and not one, which changes the last digits of
  /// all figures; between 256 and 512 only what packed weights take differs. Nothing else of `-march` matters.
  package static let bits: Int = {
    #if VECTOR_512
      512
    #elseif VECTOR_256
      256
    #else
      128
    #endif
  }()
}
