import DropBlockContract
import DropBlockReference
import Testing

@Suite struct ScaleTests {
  @Test func `the factor is units / kept in the scope`() {
    let shape = Shape.nchw(2, 3, 5, 7)
    let whole: Double = 210 / 99
    #expect(Scale.factors(counts: [99], shape: shape, rule: .tensor) == [whole])
    let sample: Double = 105 / 99
    #expect(Scale.factors(counts: [99, 105], shape: shape, rule: .sample) == [sample, 1])
    let (thirds, most): (Double, Double) = (35 / 3, 35 / 34)
    let maps = Scale.factors(counts: [35, 1, 2, 3, 34, 5], shape: shape, rule: .map)
    #expect(maps == [1, 35, 17.5, thirds, most, 7])
  }

  @Test func `nothing kept gives 0`() {
    let shape = Shape.nchw(2, 1, 2, 2)
    #expect(Scale.factors(counts: [0], shape: shape, rule: .tensor) == [0])
    #expect(Scale.factors(counts: [0, 4], shape: shape, rule: .sample) == [0, 1])
    #expect(Scale.factors(counts: [0, 2], shape: shape, rule: .map) == [0, 2])
  }

  @Test func `given factors do not depend on the count`() {
    let shape = Shape.nchw(1, 1, 2, 2)
    for kept in 0...4 {
      #expect(Scale.factors(counts: [kept], shape: shape, rule: .fixed(0.75)) == [0.75])
      #expect(Scale.factors(counts: [kept], shape: shape, rule: .none) == [1])
    }
  }

  @Test func `a scope without units has the factor 1`() {
    let shape = Shape.nchw(2, 1, 0, 2)
    for rule in [ScaleRule.tensor, .fixed(3), .none] {
      #expect(Scale.factors(counts: [0], shape: shape, rule: rule) == [1])
    }
    #expect(Scale.factors(counts: [0, 0], shape: shape, rule: .sample) == [1, 1])
  }
}
