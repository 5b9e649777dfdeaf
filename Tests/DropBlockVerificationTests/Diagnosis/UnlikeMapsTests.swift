import Testing

@testable import DropBlockVerification

/// So many calls of 8 samples and 4 channels, of which some unit is dropped in a number of maps.
private func seen(
  bySample: [Int], byChannel: [Int] = [200, 200, 200, 200], calls: Int = 512
) -> Observations {
  var seen = Observations(units: 4, pairs: 0)
  seen.maps = 32 * calls
  seen.sampleCounts = bySample
  seen.channelCounts = byChannel
  return seen
}

struct UnlikeMapsTests {
  private static let even = Array(repeating: 600, count: 8)

  @Test(arguments: [
    ([7], 1000, "of the last sample of a call more is dropped than of the others"),
    ([0], 200, "of the first sample of a call less is dropped than of the others"),
    (
      [1, 3, 5, 7], 1000,
      "of the odd samples of a call, counted from 0, more is dropped than of the others"
    ),
    ([0, 1, 2], 1000, "of the first 3 samples of a call more is dropped than of the others"),
    ([6, 7], 200, "of the last 2 samples of a call less is dropped than of the others"),
    ([2, 5], 200, "of some samples of a call less is dropped than of the others"),
  ])
  func `samples that are dropped otherwise than the rest are told`(
    samples: [Int], count: Int, words: String
  ) {
    var counts = Self.even
    for sample in samples { counts[sample] = count }
    #expect(UnlikeMaps(seen(bySample: counts))?.words == words)
  }

  @Test func `a row of samples that is cut once needs few calls`() {
    // In four calls of 256 samples the first 16 have a dropped unit now and then, and no other.
    let counts = (0..<256).map { $0 < 16 ? 1 + $0 % 2 : 0 }
    var seen = Observations(units: 4, pairs: 0)
    seen.maps = 4 * 256
    (seen.sampleCounts, seen.channelCounts) = (counts, [counts.reduce(0, +)])
    let words = UnlikeMaps(seen)?.words
    #expect(words == "of the first 16 samples of a call more is dropped than of the others")
    // The same counts in another order are nothing yet: there are too many ways to choose 16 samples.
    seen.sampleCounts = (0..<256).map { counts[$0 * 37 % 256] }
    #expect(UnlikeMaps(seen) == nil)
  }

  @Test func `channels are told from samples`() {
    let maps = UnlikeMaps(seen(bySample: Self.even, byChannel: [800, 800, 800, 2400]))
    #expect(maps?.words == "of the last channel of a call more is dropped than of the others")
  }

  @Test func `counts that chance gives are of one law`() {
    #expect(UnlikeMaps(seen(bySample: Self.even)) == nil)
    var mixer = KeyMixer(3, salt: 9)
    for _ in 0..<2_000 {
      // The sum of 64 draws of 0...15 has the deviation of a count of some 1,500.
      let counts = (0..<8).map { _ in
        1_400 + (0..<64).reduce(0) { sum, _ in sum + Int(mixer.next() % 16) } - 480
      }
      #expect(UnlikeMaps(seen(bySample: counts)) == nil, "\(counts)")
    }
  }

  @Test func `maps that may have one mask count as one`() {
    // The odds against it would be enough for independent maps.
    var counts = Self.even
    counts[7] = 900
    #expect(UnlikeMaps(seen(bySample: counts)) == nil)
  }
}
