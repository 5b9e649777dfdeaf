extension Generator {
  /// A value of one of the generators, each equally likely; the first is the simplest.
  ///
  /// - Parameter alternatives: The generators; an empty list is rejected when it is drawn from.
  public static func oneOf(_ alternatives: [Generator]) -> Generator {
    guard !alternatives.isEmpty else {
      return impossible("oneOf", "no alternatives, not at least 1")
    }
    return Generator { draw throws(Rejection) in
      try draw.span(hash: StructureLabel.alternative) { draw throws(Rejection) in
        try alternatives[try draw.index(below: alternatives.count)].produce(&draw)
      }
    }
  }

  /// A value of one of the generators, as often as its weight says; the first is the simplest.
  ///
  /// - Parameter alternatives: Weights from 0 on, not all 0 and of a sum that an Int holds, and
  ///   their generators; anything else is rejected when it is drawn from.
  public static func weighted(_ alternatives: [(weight: Int, Generator)]) -> Generator {
    var bounds: [Int] = []
    var sum = 0
    for (weight, _) in alternatives {
      let (next, isOverflow) = sum.addingReportingOverflow(weight)
      guard weight >= 0, !isOverflow else {
        return impossible(
          "weighted", "weight \(weight), not from 0 on with a sum that an Int holds")
      }
      sum = next
      bounds.append(sum)
    }
    guard sum > 0 else { return impossible("weighted", "weights of sum 0, not at least 1") }
    // Weight 0 means never: neither at random, nor in a shrunk case.
    let possible = alternatives.indices.filter { alternatives[$0].weight > 0 }
    let generators = possible.map { alternatives[$0].1 }
    let limits = possible.map { bounds[$0] }
    let total = sum
    return Generator { draw throws(Rejection) in
      try draw.span(hash: StructureLabel.alternative) { draw throws(Rejection) in
        let choice = try draw.integer(in: 0...Int64(limits.count - 1), towards: 0) { stream, _ in
          let ticket = stream.below(total)
          return Int64(limits.firstIndex { ticket < $0 } ?? 0)
        }
        return try generators[Int(choice)].produce(&draw)
      }
    }
  }
}

extension Generator where Value: Sendable {
  /// One of the given values, each equally likely; the first is the simplest.
  ///
  /// - Parameter values: The values; an empty list is rejected when it is drawn from.
  public static func element(of values: [Value]) -> Generator {
    guard !values.isEmpty else { return impossible("element(of:)", "no values, not at least 1") }
    return Generator { draw throws(Rejection) in values[try draw.index(below: values.count)] }
  }
}

extension Generator where Value: CaseIterable & Sendable {
  /// All cases of an enumeration, each equally likely; the first is the simplest.
  public static var allCases: Generator { element(of: Array(Value.allCases)) }
}
