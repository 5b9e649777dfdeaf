import DropBlockContract

extension Evidence.Masks {
  /// What is wrong with a mask, in words and with a picture.
  var words: String {
    switch self {
    case .stray(let place, let map):
      """
      dropped, but in no wholly dropped block: \(place.words)
      \(MaskPicture.draw(map.mask[...], map: map.map, mark: map.unit))
      """
    case .revealed(let place, let isDropped, let output):
      "\(place.words): revealed as \(isDropped.fate), but the output is \(output)"
    case .kept(let place): "p is 1 and the block covers the map, but \(place.words) was kept"
    case .keptAtGammaOne(let place, let output):
      "\(place.words): gamma is 1, so that every unit is dropped, but the output is \(output.words)"
    case .neverSeeded(let position): position.words
    case .neverAlone(let position, let least): position.words(least: least)
    case .unlikeShared(let place, let isDropped, let other):
      "\(place.words) is \(isDropped.fate), and \(other.words) is not: the two maps are declared to have "
        + "one mask"
    case .sharing(let sharing): sharing.words
    }
  }
}

extension Evidence.UnseenPosition {
  /// The configuration, in words.
  private var heading: String {
    "map \(CaseDescription.sizes(map)), block \(block), grid \(grid.protocolName), gamma \(gamma)"
  }

  /// The same, the position, and how long something was looked for that was never dropped alone.
  fileprivate func words(least: [Bool]) -> String {
    """
    \(heading)
    in \(maps) maps the block at grid position \(position) of \(positions) was never dropped alone; \
    the least that was dropped with it:
    \(MaskPicture.draw(least[...], map: map, mark: units.first ?? 0))
    positions whose block was seen alone: \(seen) of \(positions)
    """
  }

  /// The configuration, the position, and how long it was looked for, in words.
  fileprivate var words: String {
    """
    \(heading)
    in \(maps) maps no block was ever dropped whole at grid position \(position) of \
    \(positions) (units \(units))
    positions seen: \(seen) of \(positions)
    """
  }
}

extension Evidence.Sharing {
  /// The configuration, and what is declared and seen, in words.
  fileprivate var words: String {
    """
    \(shape.samples) samples × \(shape.channels) channels × map \
    \(CaseDescription.sizes(shape.spatial)), block \(block), p \(dropProbability), \(keys) keys
    masks over \(axes.rawValue) are declared \
    \(isDeclaredSame ? "the same, but they differ" : "independent, but they are always the same")
    """
  }
}

extension Evidence.MapDifference {
  /// Both masks side by side.
  var picture: String {
    MaskPicture.compare(expected: expected[...], got: got[...], map: map, mark: unit)
  }
}
