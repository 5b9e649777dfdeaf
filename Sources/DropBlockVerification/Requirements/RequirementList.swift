import DropBlockContract

extension Requirement {
  /// Every requirement, in the order of the report.
  public static let all: [Requirement] =
    identity + values + mask + rate + independence + scale + backward + gradients + block + map
    + precision + random + schedule + stages + input + state

  /// The families, in the order of the report.
  public static var families: [String] {
    all.reduce(into: []) { families, requirement in
      if families.last != requirement.family { families.append(requirement.family) }
    }
  }

  /// The requirement with an identifier.
  public static func named(_ id: RequirementID) -> Requirement? { all.first { $0.id == id } }
}

/// Reasons for which a requirement does not apply.
enum Missing {
  static func capability(_ capability: SubjectCapability) -> @Sendable (Examination) -> Lack? {
    { $0.offers(capability) ? nil : .capability(capability) }
  }

  /// What can only be compared if the same key repeats an answer.
  static func keyed(_ capability: SubjectCapability) -> @Sendable (Examination) -> Lack? {
    { examination in
      guard examination.offers(.keyed) else { return .capability(.keyed) }
      return examination.offers(capability) ? nil : .capability(capability)
    }
  }

  static func rank(_ rank: Int) -> @Sendable (Examination) -> Lack? {
    { $0.declaration.ranks.contains(rank) ? nil : .rank(rank) }
  }

  static func layout(_ layout: LayoutName) -> @Sendable (Examination) -> Lack? {
    { $0.declaration.layouts.contains(layout) ? nil : .layout(layout) }
  }

  /// Blocks of one of these kinds.
  static func blocks(_ kinds: OfferedBlocks...) -> @Sendable (Examination) -> Lack? {
    {
      let offered = $0.declaration.blocks
      return kinds.contains(offered) ? nil : .blocks(offered)
    }
  }

  /// A count of many kept units, from which the factor follows.
  static func count(_ examination: Examination) -> Lack? {
    let declaration = examination.declaration
    if Set(declaration.scales) == [.expectation] { return .count }
    // Of a few maps that are dropped whole there is no telling how many are kept.
    return declaration.blocks == .map ? .blocks(.map) : nil
  }

  static func exactness(_ examination: Examination) -> Lack? {
    examination.isExact ? nil : .randomStream
  }

  static func schedule(_ name: ScheduleName) -> @Sendable (Examination) -> Lack? {
    { $0.declaration.schedules.contains(name) ? nil : .schedule(name) }
  }

  static func type(_ type: ElementType) -> @Sendable (Examination) -> Lack? {
    { $0.declaration.elementTypes.contains(type) ? nil : .elementType(type) }
  }
}
