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
