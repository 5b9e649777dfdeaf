import DropBlockPlatform

extension Evidence.Frequency {
  /// What is off, and how sure that is.
  var words: String { "\(deviation.words(maps))\n\(certainty)" }

  /// What stands behind the configuration, on its line.
  var headingTail: String { if case .partOfMap = deviation { ", \(maps) maps" } else { "" } }

  private var certainty: String {
    let odds = logEvidence / .ln10
    return odds.isFinite
      ? "a correct subject ever shows this much evidence with probability 10^-"
        + "\(Decimals.fixed(odds, 1)) at most"
      : "a correct subject never shows this"
  }
}

extension Evidence.Deviation {
  /// What is off.
  fileprivate func words(_ maps: Int) -> String {
    switch self {
    case .share(let expected, let got):
      """
      \(maps) independent maps
        expected share \(expected)
        got            \(got)
      """
    case .position(let unit, let expected, let got):
      """
      \(maps) independent maps, of \(unit.units) units the one furthest off the law
      unit \(unit.index), position \(MaskPicture.tuple(unit.position)):
        expected probability \(expected)
        got                  \(got)
      """
    case .pair(let first, let second, let expected, let got):
      """
      \(maps) independent maps, positions \(MaskPicture.tuple(first)) and \
      \(MaskPicture.tuple(second)) dropped together:
        expected probability \(expected)
        got                  \(got)
      """
    case .mask(let mask, let expected, let got):
      """
      \(maps) independent maps, of \(mask.possible) possible masks the one furthest off the law:
      \(MaskPicture.draw(mask.mask[...], map: mask.map))
        expected probability \(expected)
        got                  \(got)
      """
    case .partOfMap(let count):
      "the block is as large as the map, but \(count) maps were dropped in part"
    case .overlap(let overlap): overlap.words
    }
  }
}

extension Evidence.Deviation.Overlap {
  /// What the pairs have in common.
  fileprivate var words: String {
    let otherwise = gotOtherwise.map { "\n  the same maps paired otherwise have       \($0)" } ?? ""
    return """
      \(pairs) pairs of maps: \(relation.rawValue)
        expected units dropped in both, per pair \(expected)
        got                                      \(got)\(otherwise)
      """
  }
}
