/// Which layers stay as they are: those that the network's options freeze for good, and others for a while.
///
/// A layer, and each of its parameters, keeps a switch from here and looks at it in every step.
package final class FrozenLayers {
  /// Whether something is frozen at present. It is turned between steps only.
  package final class Switch: @unchecked Sendable {
    package fileprivate(set) var isOn: Bool

    fileprivate init(_ isOn: Bool) { self.isOn = isOn }
  }

  private let options: NetworkOptions
  /// Names of the layers that are frozen besides those of the options.
  private(set) var forNow: [String] = []
  private var switches: [String: Switch] = [:]

  package init(_ options: NetworkOptions) { self.options = options }

  /// The switch of the layer, or the parameter, of that full name.
  func switchOf(_ name: String) -> Switch {
    if let found = switches[name] { return found }
    let made = Switch(isFrozen(name))
    switches[name] = made
    return made
  }

  /// Freezes the layers of those names besides those of the options, and no others any more.
  func freeze(_ names: [String]) {
    forNow = names
    for (name, made) in switches { made.isOn = isFrozen(name) }
  }

  private func isFrozen(_ name: String) -> Bool { options.freezes(name) || forNow.nameLayer(name) }
}

extension [String] {
  /// Whether one of these is the name of the layer, or of what it is part of: `layers` of `layers.0`.
  package func nameLayer(_ layer: String) -> Bool { contains { layer == $0 || layer.hasPrefix($0 + ".") } }
}
