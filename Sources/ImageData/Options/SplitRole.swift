/// What the images of a split are for.
package enum SplitRole: String, Hashable, Sendable, CaseIterable {
  case train, valid, test
}
