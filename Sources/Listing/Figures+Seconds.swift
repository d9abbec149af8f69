import Screen

/// What seconds count: `trn` the training alone, `trn+val` the validations with it.
extension Figures {
  /// The training without its validations: `4.5 s trn`.
  package static func trained(_ seconds: Double?) -> String { seconds.map { "\(duration($0)) trn" } ?? missing }

  /// The same of an epoch: `4.5 s trn/epoch`.
  package static func trainedPerEpoch(_ seconds: Double?) -> String {
    seconds.map { "\(duration($0)) trn/epoch" } ?? missing
  }

  /// What is left of a run, the validations included: `17 s trn+val`.
  package static func leftWithValidation(_ seconds: Double?) -> String {
    seconds.map { "\(duration($0)) trn+val" } ?? missing
  }
}
