extension Draw {
  /// Draws a span: choices that belong together, such as those of one element or one argument.
  ///
  /// The shrinker deletes, trivialises and sorts whole spans. It compares spans with the same label.
  /// The span ends where the body returns or throws.
  ///
  /// - Parameters:
  ///   - label: What the span holds.
  ///   - body: Draws it.
  /// - Throws: What the body throws, with the label before the name of the generator.
  public mutating func span<Value>(
    _ label: String, _ body: (inout Draw) throws(Rejection) -> Value
  ) throws(Rejection) -> Value {
    try span(label, hash: TextHash.short(label), body)
  }

  /// A span whose label also names the place of a rejection inside it.
  mutating func span<Value>(
    _ label: String, hash: UInt32, _ body: (inout Draw) throws(Rejection) -> Value
  ) throws(Rejection) -> Value {
    do throws(Rejection) {
      return try span(hash: hash, body)
    } catch {
      throw error.inside(label)
    }
  }

  @inline(__always)
  mutating func span<Value>(
    hash: UInt32, _ body: (inout Draw) throws(Rejection) -> Value
  ) throws(Rejection) -> Value {
    let span = startSpan(hash)
    defer { endSpan(span) }
    return try body(&self)
  }

  /// A span that has not ended, and the span around it.
  struct OpenSpan {
    fileprivate let own: Int
    fileprivate let outer: Int
  }

  /// Starts a span before the next choice.
  mutating func startSpan(_ label: UInt32) -> OpenSpan {
    let span = OpenSpan(own: spans.count, outer: openSpan)
    if isRecording {
      spans.append(
        .init(label: label, start: choices.count, end: choices.count, parent: openSpan))
      openSpan = span.own
    }
    return span
  }

  /// Ends a span after the last choice.
  mutating func endSpan(_ span: OpenSpan) {
    // A failed attempt around this span may already have removed it.
    if span.own < spans.count { spans[span.own].end = choices.count }
    openSpan = span.outer
  }

  /// Removes a span but not its choices, which then belong to the span around it.
  mutating func removeSpan(_ span: OpenSpan) {
    spans.removeSubrange(span.own...)
    openSpan = span.outer
  }

  /// Counts this case under a text; the report of a run says how many cases carried it.
  public mutating func label(_ text: String) {
    labels.append(text)
  }

  /// Discards the case unless the condition holds.
  ///
  /// - Parameters:
  ///   - condition: What the property presupposes.
  ///   - what: The condition in words, for the report.
  /// - Throws: ``Rejection/Reason/assumption`` where it does not hold.
  public mutating func assume(_ condition: Bool, _ what: String) throws(Rejection) {
    guard condition else { throw Rejection(assuming: what) }
  }

  /// Draws until `attempt` gives a value; a failed attempt leaves no trace in the record.
  ///
  /// In a replay there is one attempt: the record holds the one that passed, and a shrunk record
  /// that fails is no simpler case but none at all.
  mutating func retrying<Value>(
    _ what: String, attempts: Int, _ attempt: (inout Draw) throws(Rejection) -> Value?
  ) throws(Rejection) -> Value {
    if let value = try attempting(attempts: attempts, attempt) { return value }
    throw Rejection(generator: what, reason: .filtered(attempts: admitted(attempts)))
  }

  /// As ``retrying(_:attempts:_:)``, but nil when no attempt gave a value.
  mutating func attempting<Value>(
    attempts: Int, _ attempt: (inout Draw) throws(Rejection) -> Value?
  ) throws(Rejection) -> Value? {
    let mark = mark
    for _ in 0..<admitted(attempts) {
      if let value = try attempt(&self) { return value }
      if source == .replay { break }
      rewind(to: mark)
    }
    return nil
  }

  /// How many attempts there are, of those asked for.
  func admitted(_ attempts: Int) -> Int { source == .replay ? 1 : Swift.max(attempts, 1) }

  /// A place in the record to go back to.
  struct Mark {
    fileprivate let choices: Int
    fileprivate let unrecorded: Int
    fileprivate let spans: Int
    fileprivate let labels: Int
    fileprivate let collected: Int
    fileprivate let covered: Int
    fileprivate let options: Int
  }

  var mark: Mark {
    Mark(
      choices: choices.count, unrecorded: unrecorded, spans: spans.count, labels: labels.count,
      collected: collected.count, covered: covered.count, options: options.count)
  }

  /// Forgets what was drawn since the mark.
  mutating func rewind(to mark: Mark) {
    choices.removeSubrange(mark.choices...)
    unrecorded = mark.unrecorded
    spans.removeSubrange(mark.spans...)
    labels.removeSubrange(mark.labels...)
    collected.removeSubrange(mark.collected...)
    covered.removeSubrange(mark.covered...)
    options.removeSubrange(mark.options...)
  }
}
