import DropBlockContract

extension Kept {
  /// The scopes of an empty tensor may be many more than its units: as many as are handed out.
  static let emptyScopeLimit = 1 << 26

  /// What an identity keeps: everything, at scale 1.
  ///
  /// - Throws: ``DropBlockError/tooManyUnits(_:)`` when an empty tensor has more than 2²⁶ scopes.
  static func identity(_ request: DropBlockRequest) throws(DropBlockError) -> Kept {
    let shape = request.shape
    let scopes: Int
    switch request.configuration.scale {
    case .tensor, .fixed, .none: scopes = 1
    case .sample: scopes = shape.samples
    case .map: scopes = shape.mapCount
    }
    guard shape.unitCount > 0 || scopes <= emptyScopeLimit else {
      throw .tooManyUnits([shape.samples, shape.channels] + shape.spatial)
    }
    let units = scopes == 0 ? 0 : shape.unitCount / scopes
    return Kept(
      counts: Array(repeating: units, count: scopes),
      scales: Array(repeating: 1, count: scopes))
  }
}
