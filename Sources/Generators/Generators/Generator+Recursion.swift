extension Generator {
  /// Values that contain values of their own type, such as trees; the base is the simplest.
  ///
  /// Every value ends: nothing is nested more than `depth` deep, and once a value has made
  /// ``Draw/recursionBudget`` choices everything that is left of it is drawn from `base`. A value
  /// that passes the case's limit all the same is rejected by this generator's name.
  ///
  /// ```swift
  /// let brackets = Generator<String>.recursive(depth: 4, base: .constant("[]")) { inner in
  ///   Generator<[String]>.arrays(of: inner, count: 1...3).map { "[\($0.joined())]" }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - depth: How deep values nest, 0...64; anything else is rejected when it is drawn from.
  ///   - base: The values without inner ones.
  ///   - extend: Makes values out of inner ones. Called once for each level, not while drawing.
  public static func recursive(
    depth: Int, base: Generator, extend: (Generator) -> Generator
  ) -> Generator {
    let name = "recursive(depth:base:extend:)"
    guard (0...64).contains(depth) else { return impossible(name, "depth \(depth), not 0...64") }
    // The lowest level records the choice that it does not have: so a branch fits any level.
    var level = Generator { draw throws(Rejection) in
      try draw.level(base.produce, nil)
    }
    for _ in 0..<depth {
      let extended = extend(level).produce
      level = Generator { draw throws(Rejection) in try draw.level(base.produce, extended) }
    }
    let outermost = level.produce
    return Generator { draw throws(Rejection) in
      let isOutermost = draw.recursionStart == nil
      do throws(Rejection) {
        return try draw.recursion(outermost)
      } catch {
        guard isOutermost, case .overrun = error.reason else { throw error }
        let place = error.generator == "draw" ? name : "\(name): \(error.generator)"
        throw Rejection(generator: place, reason: error.reason)
      }
    }
  }

  /// Values of a generator that depends on how large the case is to be; a small one is simpler.
  ///
  /// The size is a choice like any other, 0...100: it grows with the number of a random case, and
  /// a replay has it from the record.
  ///
  /// - Parameter generator: The generator for a size in 0...100.
  public static func sized(_ generator: @escaping @Sendable (Int) -> Generator) -> Generator {
    Generator { draw throws(Rejection) in
      let size = try draw.integer(in: 0...100, towards: 0) { _, size in Int64(size) }
      return try generator(Int(size)).produce(&draw)
    }
  }
}

extension Draw {
  /// The choices after which a recursive value is drawn from its base alone.
  public static let recursionBudget = 1_024

  /// Draws a recursive value; one inside another has the outer one's budget.
  fileprivate mutating func recursion<Value>(
    _ body: (inout Draw) throws(Rejection) -> Value
  ) throws(Rejection) -> Value {
    let outer = recursionStart
    if outer == nil { recursionStart = taken }
    defer { recursionStart = outer }
    return try body(&self)
  }

  /// Draws the base, or what extends it if there is anything; a choice where there is one.
  fileprivate mutating func level<Value>(
    _ base: (inout Draw) throws(Rejection) -> Value,
    _ extended: ((inout Draw) throws(Rejection) -> Value)?
  ) throws(Rejection) -> Value {
    try span(hash: StructureLabel.level) { draw throws(Rejection) in
      let spent = draw.taken - (draw.recursionStart ?? draw.taken)
      guard let extended, spent < Self.recursionBudget else {
        try draw.forced(false)
        return try base(&draw)
      }
      let isExtended = try draw.boolean { stream, size in
        // Branches that branch as often as not would never stop but for the budget.
        let often = spent <= 4 + size
        return stream.next() & 7 < (often ? 6 : 1)
      }
      return try isExtended ? extended(&draw) : base(&draw)
    }
  }
}
