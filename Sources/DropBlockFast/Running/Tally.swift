/// The dropped units of the groups that a run of masks touches.
struct Tally {
  private let masksPerGroup: Int
  private let firstGroup: Int
  private var dropped: [Int]

  /// Whether there is anything to count.
  var isCounted: Bool { !dropped.isEmpty }

  /// - Parameter isCounted: Whether this worker counts; of several with the same masks, one does.
  init(_ scopes: Scopes, masks: Range<Int>, isCounted: Bool) {
    masksPerGroup = scopes.masksPerGroup
    firstGroup = masks.lowerBound / masksPerGroup
    let groups = (masks.upperBound - 1) / masksPerGroup - firstGroup + 1
    dropped = Array(repeating: 0, count: isCounted ? groups : 0)
  }

  /// Counts the dropped units of one mask.
  mutating func count(_ units: Int, mask: Int) {
    guard !dropped.isEmpty else { return }
    dropped[mask / masksPerGroup - firstGroup] += units
  }

  /// Adds the counts to those of all groups.
  func add(to groups: inout [Int]) {
    for (index, units) in dropped.enumerated() { groups[firstGroup + index] += units }
  }
}
