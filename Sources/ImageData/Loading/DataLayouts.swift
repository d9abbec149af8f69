/// The layouts that are known.
enum DataLayouts {
  static let all: [any DataLayout.Type] = [
    PictureFolders.self, BinaryBatches.self, PickledBatches.self, CIFAR100Binary.self, CIFAR100Pickle.self,
    IDXFiles.self, NumPyFiles.self, STL10.self, TinyImageNet.self, ListFiles.self,
  ]
}
