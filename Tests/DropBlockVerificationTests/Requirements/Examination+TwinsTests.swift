import DropBlockContract
import Testing

@testable import DropBlockVerification

/// Where a map's mask comes from: words that stand for the map.
private typealias Origin = @Sendable (DropBlockRequest, Int, Int) -> [Int]

@Suite struct ExaminationTwinsTests {
  private func run(
    _ subject: any Subject, _ profile: VerificationProfile = .quick, key: UInt64
  ) throws -> Verdict {
    try VerificationRun(
      subject, by: Requirement.selected("independence.maps"), profile: profile, key: key
    ).run().verdicts[0]
  }

  /// A subject whose masks are drawn anew for every map that a closure tells from others.
  private func subject(_ origin: @escaping Origin) -> MaskSubject {
    let subject = MaskSubject { _, request, sample, channel, unit in
      let words = origin(request, sample, channel) + [unit]
      return words.reduce(0) { mixed(Int(truncatingIfNeeded: $0), $1) } % 2 == 0
    }
    subject.declaration.capabilities = [.keyed]
    return subject
  }

  private func twins(
    _ key: UInt64, _ profile: VerificationProfile = .quick, _ origin: @escaping Origin
  ) throws -> Evidence.Twins? {
    guard case .violated(let violation) = try run(subject(origin), profile, key: key).outcome,
      case .twins(let twins) = violation.faults[0].evidence
    else { return nil }
    return twins
  }

  private static func key(_ request: DropBlockRequest) -> Int {
    Int(truncatingIfNeeded: request.key)
  }

  private static let faults: [(name: String, kind: String, origin: Origin)] = [
    (
      "every eighth channel copies its neighbour", "one call, one sample, channels 1 apart",
      { [key($0), $1, $2 % 8 == 7 ? $2 - 1 : $2] }
    ),
    (
      "channels 2k + 1 and 2k + 2 are twins", "one call, one sample, channels 1 apart",
      { [key($0), $1, ($2 + 1) / 2] }
    ),
    (
      "channel c copies c mod 5", "one call, one sample, channels 5 apart",
      { [key($0), $1, $2 % 5] }
    ),
    (
      "samples 16 apart are equal", "one call, samples 16 apart, one channel",
      { [key($0), $1 % 16, $2] }
    ),
    (
      "channels above 16 are shared", "one call, one sample, channels 1 apart",
      { [key($0), $1, min($2, 16)] }
    ),
    (
      "channels share a mask where there is one sample", "one call, one sample, channels 1 apart",
      { [key($0), $1, $0.shape.samples == 1 ? 0 : $2] }
    ),
    (
      "bit 1 of the key is lost", "keys that differ in bit 1, one sample, one channel",
      { [key($0) & ~2, $1, $2] }
    ),
    (
      "key + 1000 · sample", "keys 1,000 apart, samples 1 apart, one channel",
      { [key($0) + 1000 * $1, $2] }
    ),
    (
      "the step modulo 1,000, where it is small", "keys 1,000 apart, one sample, one channel",
      { [key($0) < 1 << 21 ? key($0) % 1000 : key($0), $1, $2] }
    ),
    (
      "the key in 16 bits", "other keys, one sample, one channel",
      { [key($0) & 0xFFFF, $1, $2] }
    ),
  ]

  @Test func `maps that share a mask are found wherever they are, and named`() throws {
    for fault in Self.faults {
      for key in 1...2 as ClosedRange<UInt64> {
        let twins = try self.twins(key, .quick, fault.origin)
        #expect(twins?.kind.words == fault.kind, "\(fault.name), key \(key)")
      }
    }
  }

  @Test func `what only some calls show is told of them`() throws {
    let single = try #require(
      try twins(3, .quick) { [Self.key($0), $1, $0.shape.samples == 1 ? 0 : $2] })
    #expect(single.values == [.samples(1...1)], "\(single.words)")
    let any = try #require(try twins(3, .quick) { [Self.key($0), $1, $2 % 2] })
    #expect(any.values.isEmpty, "\(any.words)")
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `maps of their own are quiet, and counted`(key: UInt64) throws {
    let verdict = try run(subject { [Self.key($0), $1, $2] }, key: key)
    guard case .holds(.distinct(let maps, let sets)) = verdict.outcome else {
      Issue.record("key \(key): \(verdict)")
      return
    }
    // Blocks of one unit, larger ones, and maps whose sides are not equal.
    #expect(maps > 1_400 && sets == 3, "\(maps) maps of \(sets) sets")
  }

  @Test func `a correct subject is quiet in ci`() throws {
    for variant in Variant.all where ["logarithm", "continuing"].contains(variant.name) {
      let verdict = try run(variant.subject(version: "0"), .ci, key: 7)
      #expect(verdict.outcome.isHolding, "\(variant.name): \(verdict)")
    }
  }

  /// A stream of words of which every call takes the next ones, but goes back by a share of a call.
  private func streaming(back share: Double) -> MaskSubject {
    final class Position { var start = 0, call = -1, size = 0 }
    let position = Position()
    return MaskSubject { call, request, sample, channel, unit in
      let shape = request.shape
      if call != position.call {
        position.start += position.size - Int(Double(position.size) * share)
        (position.call, position.size) = (call, shape.unitCount)
      }
      let index = (sample * shape.channels + channel) * shape.unitsPerMap + unit
      return mixed(3, position.start + index) % 2 == 0
    }
  }

  @Test(arguments: [0.5, 0.25, 0.111])
  func `calls whose streams overlap are found, by any part`(share: Double) throws {
    let verdict = try run(streaming(back: share), key: 1)
    guard case .violated(let violation) = verdict.outcome else {
      Issue.record("an overlap by \(share) of a call was not found: \(verdict)")
      return
    }
    switch violation.faults[0].evidence {
    case .overlap(let overlap):
      #expect(overlap.second.call == overlap.first.call + 1)
      #expect(overlap.units >= StreamWindows.width && overlap.second.unit == 0, "\(overlap.words)")
    case .twins(let twins):
      // Where the shift is a whole number of maps.
      #expect(twins.kind.calls == .later(1), "\(twins.words)")
    default: Issue.record("\(violation.message)")
    }
  }

  @Test func `a stream that goes on is quiet`() throws {
    #expect(try run(streaming(back: 0), key: 1).outcome.isHolding)
  }

  @Test func `where nothing is dropped there is nothing to compare`() throws {
    let verdict = try run(MaskSubject { _, _, _, _, _ in false }, key: 1)
    guard case .inconclusive(.nothingToCompare) = verdict.outcome else {
      Issue.record("\(verdict)")
      return
    }
  }
}
