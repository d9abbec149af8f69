/// The labels of a set that has two of each image, as CIFAR-100: a class, and the group of classes that it is in.
package enum LabelLevel: String, Sendable, CaseIterable {
  case fine, coarse
}
