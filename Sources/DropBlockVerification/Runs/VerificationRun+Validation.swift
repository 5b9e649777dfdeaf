import DropBlockContract

extension VerificationRun {
  /// Refuses what can't be judged, before anything is.
  func validate() throws(VerificationRunError) {
    guard !requirements.isEmpty else { throw .noRequirements }
    var known: Set<RequirementID> = []
    for requirement in requirements {
      let id = requirement.id
      guard !requirement.isCustom || id.isWellFormed else { throw .malformedIdentifier(id) }
      let isTaken = requirement.isCustom && Requirement.named(id) != nil
      guard known.insert(id).inserted, !isTaken else { throw .duplicateRequirement(id) }
      if case .property(let weight, _) = requirement.judgement {
        guard weight > 0, weight <= 1000 else { throw .weight(id, weight) }
      }
    }
    guard budget > 0, budget < 1 else { throw .budget(budget) }
    try profile.validate()
    try subject.declaration.validate()
    if let function = subject as? FunctionSubject, !function.hasSchedules,
      !function.declaration.schedules.isEmpty
    {
      throw .schedulesWithoutValues
    }
  }
}

extension RequirementID {
  /// Whether it is two words of small letters, digits and hyphens with a point between.
  var isWellFormed: Bool {
    let words = rawValue.split(separator: ".", omittingEmptySubsequences: false)
    return words.count == 2
      && words.allSatisfy { word in
        word.first?.isLetter == true
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
    let ranges = [
      ("cases", cases, 1...1_000_000_000), ("maps", maps, 1...1_000_000_000_000_000),
      ("unitsPerCase", unitsPerCase, 1...1 << 24),
      ("shrinkEvaluations", shrinkEvaluations, 0...1_000_000_000),
    ]
    for (field, value, range) in ranges where !range.contains(value) {
      throw .profile(field, value, range)
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
    if blocks == .map {
      // A block of the longest side is clipped to each map, and seeds are where all of it fits.
      guard oversizedBlocks.contains(.clipped) else { throw .blocksOfMaps("oversizedBlocks") }
      guard seedGrids == [.valid] else { throw .blocksOfMaps("seedGrids") }
    }
    guard scaleEpsilon >= 0, scaleEpsilon.isFinite else { throw .scaleEpsilon(scaleEpsilon) }
    for rank in ranks where !(1...3).contains(rank) { throw .declaredRank(rank) }
  }
}
