/// The networks as text that are compiled in.
package enum BuiltInNetworks {
  /// In the order in which they are shown: from simple to modern.
  package static let texts: [[UInt8]] = [
    PackageResources.lenet_net, PackageResources.vgg_net, PackageResources.resnet20_net, PackageResources.best1_net,
    PackageResources.best3_net, PackageResources.best10_net, PackageResources.airbench_net,
  ]
}
