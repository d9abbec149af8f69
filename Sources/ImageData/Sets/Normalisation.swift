/// Which mean and standard deviation the images are normalised with.
package enum Normalisation: String, Sendable, CaseIterable {
  /// The article's for CIFAR-10, else measured.
  case automatic
  case article
  /// On the training images.
  case measured

  package func statistics(of data: DataSet) -> ChannelStatistics {
    usesArticle(for: data) ? .article : data.statistics
  }

  package func usesArticle(for data: DataSet) -> Bool {
    switch self {
    case .automatic: data.isCIFAR10
    case .article: true
    case .measured: false
    }
  }
}
