import Testing

@testable import DropBlockVerification

struct SeedLawTests {
  @Test(arguments: [0.05, 0.3, 0.9])
  func `one of the seeds of a map is any of them, as counting all sets of seeds says`(gamma: Double)
  {
    let all = 6
    for positions in 1...all {
      var expected = 0.0
      for seeds in 1..<1 << all {
        let count = seeds.nonzeroBitCount
        let among = (seeds & (1 << positions - 1)).nonzeroBitCount
        let probability = (0..<all).reduce(1.0) {
          $0 * (seeds >> $1 & 1 == 1 ? gamma : 1 - gamma)
        }
        expected += probability * Double(among) / Double(count)
      }
      let got = SeedLaw.atMostOne.hits(positions, of: all, gamma: gamma, p: 0.5)
      #expect(abs(got - expected) < 1e-12, "\(positions) positions: \(got), expected \(expected)")
    }
  }
}
