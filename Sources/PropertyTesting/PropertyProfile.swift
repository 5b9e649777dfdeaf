import Foundation
public import Generators

/// Where the properties of a test run take their keys, their numbers of cases and their corpus from.
///
/// `current` is read from the environment:
///
/// | variable | |
/// |---|---|
/// | `PROPERTY_PROFILE` | `local`, `ci` or `nightly`; without it `ci` where `CI` is set, else `local` |
/// | `PROPERTY_EPOCH` | of `ci`: another number gives other cases; 1 without it |
/// | `PROPERTY_KEY` | the key of every property, as printed by an earlier run |
/// | `PROPERTY_CASES` | how many cases each has to hold |
/// | `PROPERTY_CORPUS` | the folder of the corpus, which only `local` writes to |
public struct PropertyProfile: Sendable, Hashable {
  /// What the keys depend on.
  public enum Keys: Sendable, Hashable {
    /// On the property's name and a number that is committed: every run draws the same cases until the
    /// number is raised.
    case fixed(epoch: UInt64)
    /// On chance.
    case random
    /// The same for every property.
    case given(UInt64)
  }

  /// What the profile is called where the key is printed.
  public var name: String
  /// What the keys depend on.
  public var keys: Keys
  /// How many cases have to hold, where a property does not say.
  public var cases: Int
  /// How long shrinking may take, in seconds; nil for as long as its budget of evaluations lasts.
  public var shrinkSeconds: Double?
  /// The cases that failed once; nil for none.
  public var corpus: Corpus?

  /// A profile of its own.
  public init(
    name: String, keys: Keys, cases: Int, shrinkSeconds: Double? = nil, corpus: Corpus? = nil
  ) {
    self.name = name
    self.keys = keys
    self.cases = cases
    self.shrinkSeconds = shrinkSeconds
    self.corpus = corpus
  }

  /// 200 cases with a random key.
  public static let local = PropertyProfile(name: "local", keys: .random, cases: 200)

  /// 1,000 cases, the same in every run of an epoch, and a corpus that is only read.
  public static func ci(epoch: UInt64 = 1) -> PropertyProfile {
    PropertyProfile(name: "ci, epoch \(epoch)", keys: .fixed(epoch: epoch), cases: 1_000)
  }

  /// 100,000 cases with a random key.
  public static let nightly = PropertyProfile(name: "nightly", keys: .random, cases: 100_000)

  /// The profile that the environment asks for.
  public static let current = PropertyProfile(ProcessInfo.processInfo.environment)

  /// The profile that an environment asks for; what is no number there is passed over.
  init(_ environment: [String: String]) {
    switch environment["PROPERTY_PROFILE"] ?? (environment["CI"] == nil ? "local" : "ci") {
    case "nightly": self = .nightly
    case "ci": self = .ci(epoch: environment["PROPERTY_EPOCH"].flatMap(Self.number) ?? 1)
    default: self = .local
    }
    if let key = environment["PROPERTY_KEY"].flatMap(Self.number) { keys = .given(key) }
    if let cases = environment["PROPERTY_CASES"].flatMap(Self.number), cases <= 1 << 62 {
      self.cases = Int(cases)
    }
    if let folder = environment["PROPERTY_CORPUS"], !folder.isEmpty {
      corpus = Corpus(folder: folder, version: "1", isReadOnly: name != "local")
    }
  }

  /// The run of a property.
  func check(_ property: String, cases: Int?) -> PropertyCheck {
    let key: UInt64 =
      switch keys {
      case .fixed(let epoch): epoch
      case .random: .random(in: .min ... .max)
      case .given(let key): key
      }
    return PropertyCheck(
      name: property, key: key, cases: cases ?? self.cases, shrinkSeconds: shrinkSeconds,
      corpus: corpus)
  }

  private static func number(_ text: String) -> UInt64? {
    text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
  }
}
