public import DropBlockContract

/// The paper's factors on gamma for the groups of a network (specification, section 8).
public enum GroupFactors {
  /// 4^(group − 4): 1/4 in group 3, 1 in group 4; a value for ``DropBlockConfiguration/gammaFactor``.
  ///
  /// - Parameter group: 1…4.
  /// - Throws: ``DropBlockError/group(_:)``.
  public static func factor(group: Int) throws(DropBlockError) -> Double {
    guard (1...4).contains(group) else { throw .group(group) }
    return 1 / Double(1 &<< (2 * (4 - group)))
  }
}
