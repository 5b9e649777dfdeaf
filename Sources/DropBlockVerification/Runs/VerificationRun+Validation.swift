extension VerificationRun {
  /// Refuses what can't be judged, before anything is.
  func validate() throws(VerificationRunError) {
    guard !requirements.isEmpty else { throw .noRequirements }
    var known: Set<RequirementID> = []
    for id in requirements.map(\.id) {
      guard id.isWellFormed else { throw .malformedIdentifier(id) }
      guard known.insert(id).inserted else { throw .duplicateRequirement(id) }
    }
    guard budget > 0, budget < 1 else { throw .budget(budget) }
    try profile.validate()
    try subject.declaration.validate()
  }
}

extension RequirementID {
  /// Whether it is one or two words of small letters, digits and hyphens, with a point between.
  var isWellFormed: Bool {
    let words = rawValue.split(separator: ".", omittingEmptySubsequences: false)
    return words.count <= 2
      && words.allSatisfy { word in
        !word.isEmpty
          && word.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
              || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
              || byte == UInt8(ascii: "-")
          }
      }
  }
}

extension VerificationProfile {
  fileprivate func validate() throws(VerificationRunError) {
    let least = [("cases", cases, 1), ("maps", maps, 1), ("unitsPerCase", unitsPerCase, 1)]
    for (field, value, least) in least + [("shrinkEvaluations", shrinkEvaluations, 0)]
    where value < least {
      throw .profile(field, value, least: least)
    }
  }
}

extension SubjectDeclaration {
  fileprivate func validate() throws(VerificationRunError) {
    let empty = [
      ("seedGrids", seedGrids.isEmpty), ("gammaRules", gammaRules.isEmpty),
      ("sharings", sharings.isEmpty), ("scales", scales.isEmpty),
      ("oversizedBlocks", oversizedBlocks.isEmpty), ("elementTypes", elementTypes.isEmpty),
      ("ranks", ranks.isEmpty), ("layouts", layouts.isEmpty),
    ]
    if let (field, _) = empty.first(where: { $0.1 }) { throw .nothingDeclared(field) }
    for rank in ranks where !(1...3).contains(rank) { throw .declaredRank(rank) }
  }
}
