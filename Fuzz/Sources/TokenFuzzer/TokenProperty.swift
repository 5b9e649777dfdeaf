import DropBlockGenerators

/// The property of the tokens, and of the generators that make their choices.
enum TokenProperty {
  /// Values inside values, with every kind of choice.
  private static let values = Generator<String>.recursive(
    depth: 3, base: numbers
  ) { inner in
    .oneOf([
      Generator<[String]>.arrays(of: inner, count: 0...4).map { "\($0)" },
      zip(inner, .strings(of: .ascii, count: 0...3)).map { "\($0) \($1)" },
      .sized { size in
        Generator<[Int]>.uniqueArrays(of: .integers(in: 0...size), count: 0...3).map { "\($0)" }
      },
    ])
  }

  private static let numbers = Generator<String> { draw throws(Rejection) in
    switch try draw.index(below: 6) {
    case 0: "\(try draw(Generator<Int>.integers))"
    case 1: "\(try draw(Generator<UInt64?>.optional(.words)) as Any)"
    case 2: "\(try draw(Generator<Double>.floats(in: -1...1)).bitPattern)"
    case 3: "\(try draw(Generator<UInt16>.brainBits))"
    case 4: "\(try draw(Generator<Int>.integers(in: 0...99).filter("even") { $0 % 2 == 0 }))"
    default: try bulk(&draw)
    }
  }

  private static func bulk(_ draw: inout Draw) throws(Rejection) -> String {
    let style: Bulk.Style = try draw.boolean() ? .moderate : .any
    return "\(try draw.bulk(count: 9, of: .single, style: style))"
  }

  /// The text of a drawn case's token gives the case back, and nothing else does.
  @Sendable static func holds(_ draw: inout Draw) throws -> PropertyOutcome {
    let name = "a value"
    let value = try draw(values)
    let token = Token(exact: draw.recorded, property: name)
    let text = "\(token)"
    guard try Token(parsing: text) == token else { return failure("parsing", text) }
    var again: String?
    let report = try replay(Token(parsing: text), name: name) { draw in
      again = try draw(values)
      return .holds
    }
    guard !report.isStale, report.outcome == .holds else { return failure("stale", text) }
    guard again == value else { return failure("value", "\(value), not \(again ?? "none")") }
    return try changed(text, token, &draw)
  }

  /// One character of the text becomes another: it is the same token, or none.
  private static func changed(
    _ text: String, _ token: Token, _ draw: inout Draw
  ) throws -> PropertyOutcome {
    var bytes = Array(text.utf8)
    let place = try draw.index(below: bytes.count)
    bytes[place] = UInt8(try draw.integer(in: 0...127))
    let other = String(decoding: bytes, as: UTF8.self)
    guard let accepted = Token(other), accepted != token else { return .holds }
    return failure("changed", "\(other) for \(text)")
  }

  private static func failure(_ kind: String, _ message: String) -> PropertyOutcome {
    .fails(PropertyFailure(site: "token", kind: kind, message: message))
  }
}
