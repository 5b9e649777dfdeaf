public import DropBlockContract

/// The factors on gamma that the paper uses in the groups of a residual network.
///
/// Source: specification section 8; the paper, section 4.1.
public enum ReferenceGroupFactors {
  /// 4^(group − 4): 1 in group 4, 1/4 in group 3.
  ///
  /// - Parameter group: The group's number, 1…4.
  /// - Returns: A value for ``DropBlockConfiguration/gammaFactor``.
  /// - Throws: ``DropBlockError/group(_:)``.
  public static func factor(group: Int) throws(DropBlockError) -> Double {
    guard (1...4).contains(group) else { throw .group(group) }
    var factor = 1.0
    for _ in group..<4 { factor = factor / 4 }
    return factor
  }
}
