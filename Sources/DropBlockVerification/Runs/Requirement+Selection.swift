extension Requirement {
  /// The suite's requirements with these identifiers, or of these families, in the suite's order.
  ///
  /// - Throws: ``VerificationRunError/unknownRequirement(_:)`` for one that names none.
  public static func selected(_ ids: RequirementID...) throws(VerificationRunError) -> [Requirement]
  {
    for id in ids where !all.contains(where: { $0.id == id || $0.family == id.rawValue }) {
      throw .unknownRequirement(id)
    }
    return all.filter { requirement in
      ids.contains { $0 == requirement.id || $0.rawValue == requirement.family }
    }
  }
}
