/// The candidate with the fewest changed letters, if they are few enough for a slip of the finger.
package func nearest(to word: String, in candidates: [String]) -> String? {
  // No name is that long.
  guard word.utf8.count <= 200 else { return nil }
  let ranked = candidates.map { (name: $0, distance: editDistance(word.lowercased(), $0.lowercased())) }
  guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(2, word.count / 3) ? best.name : nil
}

/// Levenshtein's distance: the fewest insertions, removals and changes of one character that turn `a` into `b`.
package func editDistance(_ a: String, _ b: String) -> Int {
  let target = Array(b)
  var row = Array(0...target.count)
  for (i, character) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in target.indices {
      let changed = diagonal + (character == target[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(changed, row[j] + 1, diagonal + 1)
    }
  }
  return row[target.count]
}
