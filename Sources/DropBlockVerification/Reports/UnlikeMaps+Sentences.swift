extension UnlikeMaps {
  /// Of which maps more is dropped, or less.
  var words: String {
    "of \(noun) \(isMore ? "more" : "less") is dropped than of the others"
  }

  private var noun: String {
    let one = axis == .samples ? "sample" : "channel"
    return switch place {
    case .first: "the first \(one) of a call"
    case .last: "the last \(one) of a call"
    case .firstOf(let count): "the first \(count) \(one)s of a call"
    case .lastOf(let count): "the last \(count) \(one)s of a call"
    case .odd: "the odd \(one)s of a call, counted from 0,"
    case .even: "the even \(one)s of a call, counted from 0,"
    case .some: "some \(one)s of a call"
    }
  }
}
