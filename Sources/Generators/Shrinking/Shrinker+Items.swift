/// Neighbours of one kind: spans with one label, as the elements of an array, or choices of one kind.
struct ItemGroup {
  /// What the items have in common.
  enum Kind: Hashable {
    case span(UInt32)
    case choice(Int)
  }

  let kind: Kind
  var items: [Range<Int>]

  /// Whether the items are spans, not choices outside any.
  var areSpans: Bool {
    if case .span = kind { true } else { false }
  }

  /// Whether items can be deleted without anything else having to change.
  var isDeletable: Bool { areSpans && kind != .span(StructureLabel.place) }
}

/// What the passes take apart: groups of items, and sequences without some of them.
extension Shrinker {
  /// The groups of the best case, outer ones first.
  mutating func groups() -> [ItemGroup] {
    if let knownGroups { return knownGroups }
    let groups = Self.groups(of: best)
    knownGroups = groups
    return groups
  }

  private static func groups(of sequence: ChoiceSequence) -> [ItemGroup] {
    var children: [[Int]] = Array(repeating: [], count: sequence.spans.count + 1)
    for (position, span) in sequence.spans.enumerated() where span.start < span.end {
      children[span.parent + 1].append(position)
    }
    var result: [ItemGroup] = []
    for parent in children.indices {
      let range =
        parent == 0
        ? 0..<sequence.count
        : sequence.spans[parent - 1].start..<sequence.spans[parent - 1].end
      if range.isEmpty { continue }
      var current: ItemGroup?
      func add(_ item: Range<Int>, _ kind: ItemGroup.Kind) {
        if current?.kind == kind {
          current?.items.append(item)
        } else {
          if let current { result.append(current) }
          current = ItemGroup(kind: kind, items: [item])
        }
      }
      var cursor = range.lowerBound
      for child in children[parent] {
        let span = sequence.spans[child]
        for position in cursor..<Swift.max(cursor, span.start) {
          add(position..<(position + 1), .choice(sequence.choices[position].kind.family))
        }
        add(span.start..<span.end, .span(span.label))
        cursor = span.end
      }
      for position in cursor..<range.upperBound {
        add(position..<(position + 1), .choice(sequence.choices[position].kind.family))
      }
      if let current { result.append(current) }
    }
    return result
  }

  /// The best choices without some ranges, which must be in order and apart.
  func removing(_ ranges: ArraySlice<Range<Int>>) -> [Choice] {
    var result: [Choice] = []
    var cursor = 0
    for range in ranges {
      result += best.choices[cursor..<range.lowerBound]
      cursor = range.upperBound
    }
    return result + best.choices[cursor...]
  }

  /// The best choices with another index at one place.
  func replacing(_ position: Int, with index: UInt64) -> [Choice] {
    var result = best.choices
    result[position] = Choice(kind: result[position].kind, index: index)
    return result
  }
}

extension Choice.Kind {
  /// A number for each case of a kind, whatever its bounds.
  var family: Int {
    switch self {
    case .boolean, .forced: 0
    case .integer: 1
    case .word: 2
    case .bounded: 3
    case .float(let width): 4 + Int(width.rawValue)
    case .element(let width, _): 8 + Int(width.rawValue)
    case .bulk: 12
    case .place: 13
    }
  }
}
