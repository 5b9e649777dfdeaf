extension Draw {
  /// Draws a part of the case that belongs together, such as one element or one argument.
  ///
  /// The shrinker deletes, trivialises and sorts whole parts; parts with the same label are of a
  /// sort. The part ends where the body returns or throws.
  ///
  /// - Parameters:
  ///   - label: What the part is.
  ///   - body: Draws the part.
  public mutating func span<Value>(
    _ label: String, _ body: (inout Draw) throws(Rejection) -> Value
  ) throws(Rejection) -> Value {
    try span(hash: TextHash.short(label), body)
  }

  @inline(__always)
  mutating func span<Value>(
    hash: UInt32, _ body: (inout Draw) throws(Rejection) -> Value
  ) throws(Rejection) -> Value {
    let part = openPart(hash)
    defer { close(part) }
    return try body(&self)
  }

  /// A part that has begun, and the part around it.
  struct OpenPart {
    fileprivate let own: Int
    fileprivate let outer: Int
  }

  mutating func openPart(_ label: UInt32) -> OpenPart {
    let part = OpenPart(own: spans.count, outer: openSpan)
    spans.append(
      .init(label: label, start: choices.count, end: choices.count, parent: openSpan))
    openSpan = part.own
    return part
  }

  mutating func close(_ part: OpenPart) {
    // A rejected attempt around this part may already have taken it back.
    if part.own < spans.count { spans[part.own].end = choices.count }
    openSpan = part.outer
  }

  /// Ends a part that turned out to be none; its choices go to the part around it.
  mutating func dissolve(_ part: OpenPart) {
    spans.removeSubrange(part.own...)
    openSpan = part.outer
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
    let choiceCount = choices.count
    let spanCount = spans.count
    let labelCount = labels.count
    let collectedCount = collected.count
    let coveredCount = covered.count
    let admitted = source == .replay ? 1 : attempts
    for _ in 0..<Swift.max(admitted, 1) {
      if let value = try attempt(&self) { return value }
      if source == .replay { break }
      choices.removeSubrange(choiceCount...)
      spans.removeSubrange(spanCount...)
      labels.removeSubrange(labelCount...)
      collected.removeSubrange(collectedCount...)
      covered.removeSubrange(coveredCount...)
    }
    throw Rejection(generator: what, reason: .filtered(attempts: Swift.max(admitted, 1)))
  }
}
