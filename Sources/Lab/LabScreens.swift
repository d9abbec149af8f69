/// The screens of the lab, in the order of their digits.
package enum ScreenID: Int, CaseIterable, Sendable {
  case data = 1
  case network, finder, train, inspect, runs

  /// As the tab names it.
  package var title: String {
    switch self {
    case .data: "Data"
    case .network: "Network"
    case .finder: "LR finder"
    case .train: "Train"
    case .inspect: "Inspect"
    case .runs: "Runs"
    }
  }
}
