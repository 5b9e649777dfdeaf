extension Cause {
  /// A cause of nothing yet.
  init(_ fault: KnownFault) {
    self.init(
      statement: .known(Explanation([fault]), or: nil), rank: fault.rank, requirements: [])
  }

  /// Finds out what the cases that show it have in common.
  mutating func locate(_ violations: [RequirementID: Violation]) {
    guard !isOfState else { return }
    // Where the cases of a requirement show several things, they do not lie where one of them does.
    let shown = requirements.filter { !partly.contains($0) }.compactMap { violations[$0] }
    var sample = CaseSample()
    for violation in shown {
      // Where p is 1 one call is proof, and elsewhere none is: that is no place.
      sample.add(
        violation.isOfCertainty
          ? violation.sample.leavingOut { if case .dropProbability = $0 { true } else { false } }
          : violation.sample)
    }
    whereabouts = sample.whereabouts
    // What shows it elsewhere too lies in no such place.
    if let place = whereabouts,
      shown.contains(where: { $0.shown.map { !place.holds(of: $0.values) } ?? false })
    {
      whereabouts = nil
    }
    if whereabouts == nil, let options = shown.lazy.compactMap(\.options).first,
      !options.values.isEmpty, options.departure != .unnamed, options.departure != .impossible
    {
      whereabouts = Whereabouts(values: options.values, failing: options.calls)
    }
    if let first = faults.first, case .repeatedMaps(let twins) = first, !twins.values.isEmpty {
      whereabouts = Whereabouts(values: twins.values, failing: twins.count)
    }
  }
}

extension Diagnosis {
  /// Whether it rests on more than another.
  func tells(_ other: Diagnosis) -> Bool { weight > other.weight }

  private var weight: Int {
    switch evidence {
    case .cases(let evidence): evidence.deciding
    case .frequencies(let evidence): evidence.maps
    case .relatedMaps, .sharedMaps, .masks: 0
    }
  }
}
