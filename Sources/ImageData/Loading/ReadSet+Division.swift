/// What a set does not divide itself is divided by shares.
extension ReadSet {
  /// Its three parts: with a test part and nothing to validate on, the test validates, unless a share of the training
  /// images is asked for. `path` is for messages.
  func divided(by shares: SplitShares, path: String) throws(DataError) -> ReadSet {
    var set = self
    func error(_ problem: LayoutProblem) -> DataError { .layout(problem, path: path, unread: notices) }
    if valid != nil, shares.valid != nil { throw error(.dividedAlready(.valid)) }
    if test != nil, shares.test != nil { throw error(.dividedAlready(.test)) }
    if valid == nil, shares.valid == nil, let test {
      set.valid = test
      set.test = nil
    }
    let valid = shares.valid ?? (set.valid == nil ? SplitShares.usualValid : 0)
    guard valid > 0 || shares.test != nil else { return set.notingTest() }
    set.split = SplitShares(valid: valid > 0 ? valid : nil, test: shares.test, seed: shares.seed)
    guard valid + (shares.test ?? 0) < 1 else { throw error(.nothingToTrainOn) }
    let sides: [SplitRole]
    do throws(HoldOut.Shortage) {
      sides = try HoldOut.sides(
        of: train.digests, labels: train.labels, classes: classes.count, valid: valid, test: shares.test ?? 0,
        seed: shares.seed)
    } catch {
      throw .layout(
        .tooFewToDivide(name: classes[error.label], images: error.images), path: path, unread: notices)
    }
    func part(_ side: SplitRole) -> ImageSet { train.picking(sides.indices.filter { sides[$0] == side }) }
    set.train = part(.train)
    if valid > 0 { set.valid = part(.valid) }
    if shares.test != nil { set.test = part(.test) }
    set.notices.append(set.divisionNotice(of: train.count))
    return set.notingTest()
  }

  private func divisionNotice(of images: Int) -> String {
    let held = [
      split.valid.map { "\(valid?.count ?? 0) (\(percent($0))) to validate on" },
      split.test.map { "\(test?.count ?? 0) (\(percent($0))) as a test" },
    ].compactMap(\.self).joined(separator: " and ")
    return "of \(images) images \(held) are held out, chosen by what each file holds and split seed \(split.seed)"
  }

  private func percent(_ share: Double) -> String {
    let text = "\((share * 1000).rounded() / 10)"
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " %"
  }

  private func notingTest() -> ReadSet {
    guard let test else { return self }
    var set = self
    set.notices.append(
      "\(test.count) test images are left aside for the end: only eval --test and data check read them")
    return set
  }
}

extension ImageSet {
  /// The first half of the SHA-256 of each image's file, or of its pixels where it has none.
  fileprivate var digests: [UInt128] {
    guard files.isEmpty else { return files.map(\.digest) }
    return concurrentParts(count, chunk: 500) { images in
      let bytes = pixels.span.bytes
      return images.map { SHA256.half(bytes.extracting($0 * imageBytes..<($0 + 1) * imageBytes)) }
    }.flatMap(\.self)
  }
}
