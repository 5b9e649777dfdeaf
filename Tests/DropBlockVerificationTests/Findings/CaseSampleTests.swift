import DropBlockContract
import Testing

@testable import DropBlockVerification

/// Drawn cases, each with a value of a few options.
private struct Rows {
  private var mixer: KeyMixer

  init(key: UInt64) { mixer = KeyMixer(key, salt: 5) }

  mutating func below(_ count: Int) -> Int { Int(mixer.next() % UInt64(count)) }

  mutating func values() -> [OptionValue] {
    [
      .elementType([ElementType.float32, .float64, .float16, .bfloat16][below(4)]),
      .inPlace(below(4) == 0), .samples(OptionCases.counts[below(4)]),
      .channels(OptionCases.counts[below(4)]), .units(OptionCases.units[below(5)]),
      .layout([.channelsFirst, .channelsLast, .strided][below(3)]),
      .block([.one, .even, .odd, .whole][below(4)]),
    ]
  }

  /// So many cases, some of which fail.
  mutating func sample(_ count: Int, fails: (inout Rows, [OptionValue]) -> Bool) -> CaseSample {
    var sample = CaseSample()
    for _ in 0..<count {
      let values = values()
      sample.add(values, fails: fails(&self, values))
    }
    return sample
  }
}

struct CaseSampleTests {
  @Test func `what all failing cases have and no other has is told, with how many there are`() {
    var rows = Rows(key: 1)
    let sample = rows.sample(96) { _, values in values.contains(.elementType(.float16)) }
    let failing = sample.rows.count(where: \.fails)
    #expect(
      sample.whereabouts
        == Whereabouts(
          values: [.elementType(.float16)], failing: failing, alike: 0, others: 96 - failing))
  }

  @Test func `cases that have it and pass are told as well`() throws {
    var rows = Rows(key: 2)
    let sample = rows.sample(200) { rows, values in
      values.contains(.elementType(.float16)) && rows.below(2) == 0
    }
    let found = try #require(sample.whereabouts)
    #expect(found.values == [.elementType(.float16)])
    #expect(found.alike > 0 && found.failing + found.alike + (found.others ?? 0) == 200)
  }

  @Test func `two values are named where it takes both, and one where one does`() {
    var rows = Rows(key: 3)
    let both = rows.sample(400) { _, values in
      values.contains(.inPlace(true)) && values.contains(.elementType(.float64))
    }
    #expect(
      both.whereabouts.map { Set($0.values) } == [.inPlace(true), .elementType(.float64)])
    #expect(both.whereabouts?.alike == 0)
    let one = rows.sample(400) { _, values in values.contains(.inPlace(true)) }
    #expect(one.whereabouts?.values == [.inPlace(true)])
  }

  @Test func `ranges next to each other are one`() {
    var rows = Rows(key: 4)
    let sample = rows.sample(400) { _, values in
      values.contains(.units(2...15)) || values.contains(.units(16...63))
    }
    #expect(sample.whereabouts?.values == [.units(2...63)])
    #expect(sample.whereabouts?.values.map(\.words) == ["maps of 2 to 63 units"])
  }

  @Test func `cases that fail at random have nothing in common that is told`() {
    for key in 1...2_000 as ClosedRange<UInt64> {
      var rows = Rows(key: key)
      let share = 1 + rows.below(12)
      let sample = rows.sample(96) { rows, _ in rows.below(12) < share }
      #expect(sample.whereabouts == nil, "key \(key): \(String(describing: sample.whereabouts))")
    }
  }

  @Test func `where nothing fails, or everything does, nothing is told`() {
    var rows = Rows(key: 5)
    #expect(CaseSample().whereabouts == nil)
    #expect(rows.sample(96) { _, _ in false }.whereabouts == nil)
    #expect(rows.sample(96) { _, _ in true }.whereabouts == nil)
  }

  @Test(arguments: [
    ("half-precision-kept", OptionValue.elementType(.float16)),
    ("in-place-ignored", OptionValue.inPlace(true)),
  ])
  func `a fault of some cases is told with where it shows`(
    name: String, value: OptionValue
  ) throws {
    let mutant = try #require(Mutant.named(name))
    var run = VerificationRun(mutant.subject(version: "0"), profile: .quick, key: 1)
    run.requirements = Requirement.all.filter { $0.family == "precision" || $0.id == .values }
    let causes = run.judged().explanation.causes
    #expect(causes.map(\.id) == [KnownFault.outputIsInput.id])
    #expect(causes.first?.whereabouts?.values == [value])
    #expect(
      causes.first?.sentence.hasSuffix("of the cases drawn only in these: \(value.words)") == true)
    #expect(causes.first?.evidenceLines.first?.contains(" fail: ") == true)
  }
}
