/// Replaces the patterns of bulks by lists of the elements that matter.
extension Shrinker {
  /// A list longer than this says less than the pattern it came from.
  private static let longestList = 24

  /// Elements that are tried together: as many as a case has room for beside other things.
  private static let listedTogether = 2_048

  /// Expands patterns: each becomes a list of the elements that matter, if those are few.
  ///
  /// Keeps all other choices, and the bits of the elements that it lists. A bulk of which more than
  /// 24 elements matter goes back to its pattern and is not tried again.
  ///
  /// Costs a call for each 2,048 elements, and where one of these succeeds at most two for each element
  /// that differs from the simplest. So it runs when nothing else can be made simpler.
  mutating func expandPatterns() {
    var position = 0
    while position < best.count, !hasEnded {
      if case .bulk(let kind) = best.choices[position].kind, !isUnexpandable(position) {
        if !expand(kind, at: position) { markUnexpandable(position) }
      }
      position += 1
    }
  }

  private mutating func expand(_ kind: Bulk.Kind, at position: Int) -> Bool {
    guard let bulk = bulk(kind, at: position), bulk.pattern != .listed,
      best.choices[position].index > 0
    else { return false }
    let base = BulkPattern.listed.bits(at: 0, key: 0, kind)
    let places = (0..<bulk.count).filter { bulk.bits(at: $0) != base }
    let before = checkpoint
    for first in stride(from: 0, to: places.count, by: Self.listedTogether) {
      let chunk = places[first..<min(first + Self.listedTogether, places.count)]
      let list = chunk.map { Bulk.Override(place: $0, bits: bulk.bits(at: $0)) }
      guard consider(listing(list, kind, at: position)) else { continue }
      shorten(kind, at: position)
      if let now = self.bulk(kind, at: position), now.overrides.count <= Self.longestList {
        return true
      }
      restore(before)
      return false
    }
    return false
  }

  /// Deletes entries of a list: halves, quarters, and so on down to single ones.
  private mutating func shorten(_ kind: Bulk.Kind, at position: Int) {
    var size = Self.listedTogether
    while size >= 1 {
      var end = bulk(kind, at: position)?.overrides.count ?? 0
      while end > 0, !hasEnded {
        guard var list = bulk(kind, at: position)?.overrides, end <= list.count else { break }
        let start = Swift.max(0, end - size)
        list.removeSubrange(start..<end)
        _ = consider(listing(list, kind, at: position))
        end = start
      }
      size /= 2
    }
  }

  /// The best choices with a list in place of the bulk at a position.
  private func listing(
    _ list: [Bulk.Override], _ kind: Bulk.Kind, at position: Int
  ) -> [Choice] {
    let order = FloatOrder(width: kind.width)
    let index = BulkPattern.all(kind.style).firstIndex(of: .listed) ?? 0
    var choices = Array(best.choices[..<position])
    choices.append(Choice(kind: .bulk(kind), index: UInt64(index)))
    for entry in list {
      choices.append(Choice(kind: .place(count: kind.count), index: UInt64(entry.place) + 1))
      choices.append(
        Choice(
          kind: .element(kind.width, kind.style), index: order.index(ofPattern: entry.bits)))
    }
    choices.append(Choice(kind: .place(count: kind.count), index: 0))
    return choices + best.choices[end(ofBulkAt: position)...]
  }

  /// The bulk that the choices from a position on stand for.
  private func bulk(_ kind: Bulk.Kind, at position: Int) -> Bulk? {
    guard position < best.count, best.choices[position].kind == .bulk(kind) else { return nil }
    var draw = Draw(
      replaying: ChoiceSequence(Array(best.choices[position..<end(ofBulkAt: position)])))
    return try? draw.bulk(count: kind.count, of: kind.width, style: kind.style)
  }

  private func end(ofBulkAt position: Int) -> Int {
    best.spans.first { $0.label == StructureLabel.bulk && $0.start == position }?.end
      ?? position + 1
  }
}
