/// Which mean and standard deviation the images are normalised with.
package enum Normalisation: String, Sendable, CaseIterable {
  /// The article's where the classes are CIFAR-10's, else measured.
  case automatic
  case article
  /// On the training images.
  case measured

  /// The figures for the images of `data`.
  package func statistics(of data: DataSet) -> ChannelStatistics {
    usesArticle(for: data) ? .article : data.statistics
  }

  /// Whether the article's figures hold for `data`.
  package func usesArticle(for data: DataSet) -> Bool {
    switch self {
    case .automatic: data.isCIFAR10
    case .article: true
    case .measured: false
    }
  }
}
