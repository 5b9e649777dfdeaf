extension Draw {
  /// Many floats from two or three choices.
  ///
  /// - Parameters:
  ///   - count: How many; from 0 on.
  ///   - width: Their format.
  ///   - style: What they may be.
  /// - Throws: ``Rejection/Reason/impossible(problem:)`` when `count` is below 0, and
  ///   ``Rejection/Reason/overrun(limit:)`` for a case that has no choices left.
  public mutating func bulk(
    count: Int, of width: FloatWidth, style: Bulk.Style = .any
  ) throws(Rejection) -> Bulk {
    guard count >= 0 else {
      throw Rejection(
        generator: "bulk(count:of:)", reason: .impossible(problem: "count \(count), not from 0 on"))
    }
    let kind = Bulk.Kind(count: count, width: width, style: style)
    let patterns = BulkPattern.all(style)
    guard count > 0 else {
      return Bulk(kind: kind, pattern: patterns[0], key: 0, overrides: [])
    }
    return try span(hash: StructureLabel.bulk) { draw throws(Rejection) in
      let index = try draw.choose(.bulk(kind)) { stream, _ in
        Self.preferredPattern(style, &stream)
      }
      let pattern = patterns[Int(index)]
      if pattern == .listed {
        return Bulk(kind: kind, pattern: pattern, key: 0, overrides: try draw.overrides(kind))
      }
      let key = pattern.hasKey ? try draw.word() : 0
      return Bulk(kind: kind, pattern: pattern, key: key, overrides: [])
    }
  }

  /// A list of positions and elements, which position 0 ends.
  private mutating func overrides(_ kind: Bulk.Kind) throws(Rejection) -> [Bulk.Override] {
    let order = FloatOrder(width: kind.width)
    var overrides: [Bulk.Override] = []
    while true {
      let span = startSpan(StructureLabel.element)
      do throws(Rejection) {
        let isEnough = overrides.count
        let place = try choose(.place(count: kind.count)) { stream, _ in
          stream.below(4) < isEnough ? 0 : stream.upTo(UInt64(kind.count - 1)) + 1
        }
        guard place > 0 else {
          removeSpan(span)
          return overrides
        }
        let index = try choose(.element(kind.width, kind.style)) { stream, size in
          switch kind.style {
          case .any: order.index(ofPattern: FloatDistribution.pattern(kind.width, &stream, size))
          case .moderate:
            order.index(
              ofPattern: BulkPattern.scattered.bits(at: 0, key: stream.next(), kind))
          }
        }
        overrides.append(
          Bulk.Override(place: Int(place) - 1, bits: order.pattern(at: index)))
      } catch {
        endSpan(span)
        throw error
      }
      endSpan(span)
    }
  }

  private static func preferredPattern(
    _ style: Bulk.Style, _ stream: inout CaseStream
  ) -> UInt64 {
    // Sixteenths: patterns with many different numbers, and with edge cases, are the most frequent.
    let patterns: [16 of UInt64] =
      switch style {
      case .any: [0, 1, 1, 2, 3, 4, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8]
      case .moderate: [0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 4, 4, 4, 4]
      }
    return patterns[stream.below(16)]
  }
}
