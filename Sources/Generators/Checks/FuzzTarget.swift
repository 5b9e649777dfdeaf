/// A property as the target of a fuzzer: it judges cases that are made of bytes.
///
/// In a file of a package of its own, built with `-sanitize=fuzzer`, one line makes a target of
/// libFuzzer, and any property can stand in it:
///
/// ```swift
/// @c(LLVMFuzzerTestOneInput)
/// public func judge(_ address: UnsafeRawPointer?, _ count: Int) -> CInt {
///   unsafe FuzzTarget("sorting keeps the count", property).judge(address, count)
/// }
/// ```
///
/// Any bytes are a case, as ``Draw/init(bytes:)`` says. A target keeps nothing from one input to
/// the next, so that a file that a fuzzer leaves shows in a new process what it showed in this one.
public struct FuzzTarget: Sendable {
  /// What a property says about the bytes.
  public enum Verdict: Sendable {
    /// The property holds.
    case holds

    /// The bytes are no case of the property.
    case discarded(Rejection.Source)

    /// The property does not hold, or can't be asked at all.
    case fails(Finding)
  }

  /// A failure on some bytes, with the token of its case.
  public struct Finding: Sendable, CustomStringConvertible {
    /// The property's name.
    public let property: String

    /// How the property failed.
    public let failure: PropertyFailure

    /// The exact choices that the bytes stood for: it replays the case without them.
    public let token: Token

    /// The failure, its token, and how to see it again; several lines.
    public var description: String {
      """
      \(OneLine.text(property)) does not hold: \(failure)
        token: \(token)
        see it again: run the target with the artifact that the fuzzer names below,
        or replay the token under the property's name
      """
    }
  }

  /// The property's name, in the tokens of its findings.
  public let name: String

  private let property: @Sendable (inout Draw) throws -> PropertyOutcome

  /// A target for a property.
  ///
  /// - Parameters:
  ///   - name: The property's name, as in ``PropertyCheck/name``: the tokens replay under it.
  ///   - property: As in ``PropertyCheck/run(progress:found:_:)``: a function of its draws alone.
  ///     A ``Rejection`` discards the case.
  public init(
    _ name: String, _ property: @escaping @Sendable (inout Draw) throws -> PropertyOutcome
  ) {
    self.name = name
    self.property = property
  }

  /// What the property says about the case that some bytes stand for.
  ///
  /// An error that the property throws is a failure of the kind of its type, at the site "error". So is
  /// a generator that has no value at all (``Rejection/Reason/impossible(problem:)``), at the site
  /// "generator": else the fuzzer would run for ever and judge nothing.
  ///
  /// - Parameter bytes: Any bytes, none too.
  public func verdict(of bytes: [UInt8]) -> Verdict {
    var draw = Draw(bytes: bytes)
    let failure: PropertyFailure
    do {
      switch try property(&draw) {
      case .holds: return .holds
      case .discarded: return .discarded(.property)
      case .fails(let found): failure = found
      }
    } catch let rejection as Rejection {
      guard rejection.isImpossible else { return .discarded(.rejection(rejection)) }
      failure = PropertyFailure(site: "generator", kind: "impossible", message: "\(rejection)")
    } catch {
      failure = PropertyFailure(site: "error", kind: "\(type(of: error))", message: "\(error)")
    }
    let token = Token(exact: draw.recorded, property: name)
    return .fails(Finding(property: name, failure: failure, token: token))
  }

  /// Judges bytes as libFuzzer asks for it, and stops the process where the property fails.
  ///
  /// - Parameter bytes: Any bytes, none too.
  /// - Returns: 0, or −1 for bytes that are no case, which the fuzzer then leaves out of its corpus.
  public func judge(_ bytes: [UInt8]) -> CInt {
    switch verdict(of: bytes) {
    case .holds: return 0
    case .discarded: return -1
    case .fails(let finding): fatalError("\(finding)\n")
    }
  }
}
