import DropBlockContract
import DropBlockReference
import Testing

@Suite struct ScaleScopeTests {
  @Test func `scopes tile the tensor`() {
    for rule in [ScaleRule.tensor, .sample, .map, .fixed(2), .none] {
      for shape in [Shape.nchw(3, 4, 5, 6), .ncw(1, 1, 1), .ncdhw(2, 3, 1, 2, 3)] {
        let count = ScaleScope.count(shape: shape, rule: rule)
        let units = ScaleScope.units(shape: shape, rule: rule)
        #expect(count * units == shape.unitCount, "\(rule), \(shape)")
      }
    }
    #expect(ScaleScope.count(shape: .nchw(3, 4, 5, 6), rule: .sample) == 3)
    #expect(ScaleScope.count(shape: .nchw(3, 4, 5, 6), rule: .map) == 12)
    #expect(ScaleScope.count(shape: .nchw(3, 4, 5, 6), rule: .tensor) == 1)
  }

  @Test func `an empty tensor keeps its scopes`() {
    let shape = Shape.nchw(3, 4, 0, 6)
    #expect(ScaleScope.count(shape: shape, rule: .tensor) == 1)
    #expect(ScaleScope.count(shape: shape, rule: .sample) == 3)
    #expect(ScaleScope.count(shape: shape, rule: .map) == 12)
    #expect(ScaleScope.units(shape: shape, rule: .map) == 0)
  }
}
