import DropBlockContract
import Testing

@Suite struct DropBlockConfigurationTests {
  @Test func `the defaults are the paper's`() {
    let configuration = DropBlockConfiguration(blockSize: 7, dropProbability: 0.1)
    #expect(configuration.blockSize == 7)
    #expect(configuration.dropProbability == 0.1)
    #expect(configuration.seedGrid == .valid)
    #expect(configuration.gammaRule == .paper)
    #expect(configuration.gammaFactor == 1)
    #expect(configuration.sharing == [])
    #expect(configuration.scale == .tensor)
    #expect(configuration.sampler == .sparse)
    #expect(configuration.oversizedBlock == .clipped)
  }

  @Test func `kinds of sharing combine`() {
    let both: MaskSharing = [.channels, .samples]
    #expect(both.contains(.channels) && both.contains(.samples))
    #expect(!MaskSharing.channels.contains(.samples))
    #expect(MaskSharing().isEmpty)
    #expect(both.rawValue == 3)
  }

  @Test func `names in headers and reports are the words of the specification`() {
    #expect(Anchor.allCases.map(\.rawValue) == ["lowerCentre", "upperCentre", "corner"])
    #expect(Sampler.allCases.map(\.rawValue) == ["bernoulli", "sparse"])
    #expect(OversizedBlock.allCases.map(\.rawValue) == ["clipped", "refused"])
    #expect(Mode.allCases.map(\.rawValue) == ["training", "inference"])
    #expect(ElementType.allCases.map(\.rawValue) == ["float16", "bfloat16", "float32", "float64"])
  }
}
