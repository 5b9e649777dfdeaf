import DropBlockContract

extension Requirement {
  /// Every requirement, in the order of the report.
  public static let all: [Requirement] =
    identity + values + mask + rate + independence + scale + backward + block + map + precision
    + random + schedule + stages + input

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
  static func capability(_ capability: Capability, _ what: String)
    -> @Sendable (Examination) -> String?
  {
    { $0.offers(capability) ? nil : what }
  }

  /// What can only be compared if the same key repeats an answer.
  static func keyed(_ capability: Capability, _ what: String) -> @Sendable (Examination) -> String?
  {
    { examination in
      guard examination.offers(.keyed) else { return "can't be keyed" }
      return examination.offers(capability) ? nil : what
    }
  }

  static func rank(_ rank: Int) -> @Sendable (Examination) -> String? {
    { $0.declaration.ranks.contains(rank) ? nil : "takes no \(rank)-dimensional maps" }
  }

  static func layout(_ layout: LayoutName, _ what: String) -> @Sendable (Examination) -> String? {
    { $0.declaration.layouts.contains(layout) ? nil : what }
  }

  static func exactness(_ examination: Examination) -> String? {
    examination.isExact ? nil : "has a random stream of its own"
  }

  static func schedule(_ name: ScheduleName) -> @Sendable (Examination) -> String? {
    { $0.declaration.schedules.contains(name) ? nil : "offers no \(name.rawValue) schedule" }
  }

  static func type(_ type: ElementType) -> @Sendable (Examination) -> String? {
    { $0.declaration.elementTypes.contains(type) ? nil : "takes no \(type.rawValue)" }
  }
}
