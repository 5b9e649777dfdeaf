import DropBlockContract
import Testing

@testable import DropBlockCommand

struct ConfigurationOptionsTests {
  private func configuration(_ line: String) throws -> DropBlockConfiguration {
    let interface = Interface(name: "probe", summary: "", options: ConfigurationOptions.all)
    let words = line.split(separator: " ").map(String.init)
    return try ConfigurationOptions.configuration(Arguments(words, for: interface))
  }

  @Test func `without further options it is the paper's configuration`() throws {
    let expected = DropBlockConfiguration(blockSize: 7, dropProbability: 0.1)
    #expect(try configuration("--block 7 --p 0.1") == expected)
  }

  @Test func `every option has its place`() throws {
    var expected = DropBlockConfiguration(blockSize: [3, 5], dropProbability: 0.25)
    expected.seedGrid = .whole(.corner)
    expected.gammaRule = .calibrated
    expected.gammaFactor = 0.25
    expected.sharing = [.channels, .samples]
    expected.scale = .map
    expected.sampler = .bernoulli
    expected.oversizedBlock = .refused
    let line =
      "--block 3x5 --p 0.25 --grid whole.corner --gamma-rule calibrated --gamma-factor 0.25 "
      + "--share channels --share samples --scale map --sampler bernoulli --oversized-block refused"
    #expect(try configuration(line) == expected)
  }

  @Test(arguments: [
    ("valid", SeedGrid.valid), ("whole", .whole(.lowerCentre)),
    ("whole.lowerCentre", .whole(.lowerCentre)), ("whole.upperCentre", .whole(.upperCentre)),
  ])
  func `grids have the names of the protocol`(word: String, grid: SeedGrid) throws {
    #expect(try configuration("--block 1 --p 0 --grid \(word)").seedGrid == grid)
  }

  @Test(arguments: [
    ("tensor", ScaleRule.tensor), ("sample", .sample), ("map", .map), ("none", .none),
    ("1.5", .fixed(1.5)), ("0", .fixed(0)),
  ])
  func `a scale is a scope or a number`(word: String, scale: ScaleRule) throws {
    #expect(try configuration("--block 1 --p 0 --scale \(word)").scale == scale)
  }

  @Test func `gamma takes the place of p`() throws {
    for line in ["--block 1 --gamma 0.5", "--block 1 --gamma 0.5 --gamma-rule fixed"] {
      #expect(try configuration(line).gammaRule == .fixed(0.5))
    }
  }

  @Test(arguments: [
    ("--p 0.1", "--block"), ("--block 3", "--p"), ("--block 0 --p 0.1", "'0'"),
    ("--block 1x2x3x4 --p 0.1", "1 to 3"), ("--block 3 --p 1.5", "0…1"),
    ("--block 3 --p nan", "0…1"), ("--block 3 --gamma 2", "0…1"),
    ("--block 3 --p 0.1 --gamma 0.5", "exclude"),
    ("--block 3 --p 0.1 --gamma-rule fixed", "--gamma X"),
    ("--block 3 --gamma 0.5 --gamma-rule paper", "exclude"),
    ("--block 3 --p 0.1 --gamma-factor -1", "at least 0"),
    ("--block 3 --p 0.1 --scale inf", "finite"), ("--block 3 --p 0.1 --scale -1", "at least 0"),
    ("--block 3 --p 0.1 --grid half", "valid"), ("--block 3 --p 0.1 --share maps", "channels"),
  ])
  func `what is not admissible is refused by name`(line: String, text: String) {
    let error = #expect(throws: UsageError.self, "\(line)") { try configuration(line) }
    #expect(error?.description.contains(text) == true, "\(error as Any)")
  }
}
