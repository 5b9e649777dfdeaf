import Foundation
public import DropBlockGenerators

/// Where the properties of a test run take their keys, their numbers of cases and their corpus from.
///
/// `current(for:)` is read from the environment, and from the file `property-epoch`:
///
/// | variable | |
/// |---|---|
/// | `PROPERTY_PROFILE` | `local`, `ci` or `nightly`; without it `ci` where `CI` is set, else `local` |
/// | `PROPERTY_EPOCH` | of `ci`: another number gives other cases; without it the committed one |
/// | `PROPERTY_KEY` | the key of every property, as printed by an earlier run |
/// | `PROPERTY_CASES` | how many cases each has to hold |
/// | `PROPERTY_CORPUS` | the folder of the corpus, which only `local` writes to |
///
/// Numbers are whole, in decimal or after `0x`; what is no number is passed over.
///
/// The committed epoch is the number in a text file `property-epoch` beside the test's file or in a
/// folder above it, up to that of `Package.swift`; 1 where there is none. It can have lines that begin
/// with `#`. Raise it for other cases in CI.
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
  ///
  /// - Parameters:
  ///   - name: What it is called where the key is printed.
  ///   - keys: What the keys depend on.
  ///   - cases: How many cases have to hold; below 1 counts as 1.
  ///   - shrinkSeconds: How long shrinking may take; nil for no limit, and what is not above 0 for no
  ///     time at all.
  ///   - corpus: The cases that failed once; nil for none.
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

  /// The profile that the environment asks for, with the epoch that is committed for a test.
  ///
  /// - Parameter file: The test's file.
  /// - Throws: A ``PropertyEpochError`` for a file `property-epoch` that holds no epoch, where the
  ///   profile is `ci` and the environment has no other.
  public static func current(
    for file: String = #filePath
  ) throws(PropertyEpochError) -> PropertyProfile {
    try PropertyProfile(ProcessInfo.processInfo.environment, for: file)
  }

  /// The profile that an environment asks for, in the epoch committed for a file.
  init(_ environment: [String: String], for file: String) throws(PropertyEpochError) {
    self.init(environment)
    guard case .fixed = keys, environment["PROPERTY_EPOCH"].flatMap(WholeNumber.parsed) == nil,
      let epoch = try PropertyEpoch.committed(for: file)
    else { return }
    keys = .fixed(epoch: epoch)
    name = Self.ci(epoch: epoch).name
  }

  /// The profile that an environment asks for; what is no number there is passed over.
  init(_ environment: [String: String]) {
    let names = ["local", "ci", "nightly"]
    let asked = environment["PROPERTY_PROFILE"].flatMap { names.contains($0) ? $0 : nil }
    switch asked ?? (environment["CI"] == nil ? "local" : "ci") {
    case "nightly": self = .nightly
    case "ci":
      let epoch = environment["PROPERTY_EPOCH"].flatMap(WholeNumber.parsed)
      self = .ci(epoch: epoch ?? PropertyEpoch.initial)
    default: self = .local
    }
    if let key = environment["PROPERTY_KEY"].flatMap(WholeNumber.parsed) { keys = .given(key) }
    if let cases = environment["PROPERTY_CASES"].flatMap(WholeNumber.parsed), cases <= 1 << 62 {
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
}
