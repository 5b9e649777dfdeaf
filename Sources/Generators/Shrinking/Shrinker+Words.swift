/// Lowers numbers under other random keys.
extension Shrinker {
  /// How many words are tried in place of one.
  private static let wordsTried: UInt64 = 24

  /// Lowers a number, and takes another word for one that was drawn after it.
  ///
  /// For most properties a word is a random key: what follows from it changes as soon as anything else
  /// does. A smaller case may fail under another key, though it does not under this one.
  ///
  /// Keeps all other choices.
  ///
  /// Costs at most 144 calls for each number: three values, two words, 24 keys for each.
  mutating func lowerWithWords() {
    var position = 0
    while position < best.count, !hasEnded {
      if !lowerWithWords(at: position) { position += 1 }
    }
  }

  /// - Returns: Whether something became simpler.
  private mutating func lowerWithWords(at position: Int) -> Bool {
    let choice = best.choices[position]
    guard choice.isFree, choice.index > 0, case .integer = choice.kind else { return false }
    // The words nearest behind it; more of them would take too many cases.
    let words = best.choices.indices.filter { $0 > position && best.choices[$0].kind == .word }
    for lower in Set([0, choice.index / 2, choice.index - 1]).sorted() {
      for word in words.prefix(2) {
        for index in 0..<Self.wordsTried where !hasEnded {
          var choices = best.choices
          choices[position] = Choice(kind: choice.kind, index: lower)
          choices[word] = Choice(kind: .word, index: index)
          if consider(choices) { return true }
        }
      }
    }
    return false
  }
}
