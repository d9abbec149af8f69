/// What an optimiser goes by beside its rate and its weight decay.
package struct OptimizerSettings: Sendable, Hashable {
  /// Share of the last update that goes on, where the schedule does not move it.
  package var momentum = 0.9

  /// The lesson's: momentum 0.9.
  package init() {}
}
