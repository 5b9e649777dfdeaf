/// How much work a run puts into its verdicts.
public struct VerificationProfile: Sendable, Hashable {
  /// The name on the command line.
  public var name: String

  /// The number of generated cases for each requirement about single cases.
  public var cases: Int

  /// The number of maps looked at in each configuration of the statistical requirements.
  public var maps: Int

  /// The largest number of units in a generated case.
  public var unitsPerCase: Int

  /// The most maps of a call that are compared with each other, to see whether two are alike.
  public var mapsPerCall: Int

  /// Whether tensors with more than 2²⁴ units are run.
  public var countsBeyondFloat: Bool

  /// The most evaluations that shrinking one counterexample may take.
  public var shrinkEvaluations: Int

  /// How many options at a time are looked at by requirements about all of them.
  public var optionDepth: OptionDepth

  /// The relative error of the dropped share that ``maps`` was chosen to find; nil for the profile's
  /// own number.
  public var margin: Double?

  /// A few seconds: while editing, and for slow subjects.
  public static let quick = VerificationProfile(
    name: "quick", cases: 120, maps: 32_768, unitsPerCase: 1_500, mapsPerCall: 324,
    countsBeyondFloat: false,
    shrinkEvaluations: 1_000, optionDepth: .values)

  /// Within a minute for a compiled subject: for every change.
  public static let ci = VerificationProfile(
    name: "ci", cases: 1_200, maps: 4_000_000, unitsPerCase: 4_000, mapsPerCall: 4_096,
    countsBeyondFloat: true,
    shrinkEvaluations: 2_000, optionDepth: .pairs)

  /// Many minutes: at night.
  public static let nightly = VerificationProfile(
    name: "nightly", cases: 30_000, maps: 400_000_000, unitsPerCase: 20_000,
    mapsPerCall: 4_096,
    countsBeyondFloat: true,
    shrinkEvaluations: 10_000, optionDepth: .pairs)

  /// The three profiles.
  public static let all: [VerificationProfile] = [.quick, .ci, .nightly]
}
