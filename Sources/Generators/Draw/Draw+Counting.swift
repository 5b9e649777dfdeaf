// What a property reports about its cases. None of it is a choice: it changes no case.

extension Draw {
  /// A value that a case collected, with the title of its histogram.
  struct CollectedValue {
    let title: String
    let value: String
  }

  /// A case's answer to a cover.
  struct CoverAnswer {
    let cover: Cover
    let isHit: Bool
  }

  /// Counts a value; the report of a run holds the histogram.
  ///
  /// - Parameters:
  ///   - value: What to count; values with equal text are one.
  ///   - title: Which histogram to count it in.
  public mutating func collect<Value>(_ value: Value, as title: String = "values") {
    collected.append(CollectedValue(title: title, value: "\(value)"))
  }

  /// Asks that a share of the cases meets a condition.
  ///
  /// The run fails when they do not, with an error rate that ``PropertyCheck/coverErrorRate``
  /// states; a case that does not come here misses. Where one case asks several times, it hits
  /// when any of them does.
  ///
  /// - Parameters:
  ///   - name: The condition in words.
  ///   - share: The least share; outside 0...1 the bound next to it.
  ///   - condition: Whether this case meets it.
  public mutating func cover(_ name: String, atLeast share: Double, _ condition: Bool) {
    covered.append(CoverAnswer(cover: Cover(name, atLeast: share), isHit: condition))
  }
}
