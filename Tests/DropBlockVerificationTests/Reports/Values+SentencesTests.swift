import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct ValuesSentencesTests {
  private static let place = SampleFaults.place
  private static let element = SampleFaults.element

  @Test(
    arguments: [
      (
        .changed(.backward, index: 2, expected: TensorElement(1, as: .float32), got: element),
        """
        element 2 of the gradient is not g's, bit for bit
          expected 1.0 (bits 0x3f800000)
          got      1.5 (bits 0x3fc00000)
        """
      ),
      (
        .noFactor(.init(place: place, input: -2, got: element)),
        """
        sample 0, channel 1, position (1, 1): no factor above 0 explains this kept unit
          input -2.0
          got   1.5 (bits 0x3fc00000)
        """
      ),
      (
        .noCommonFactor(
          .init(
            place: UnitPlace(0, in: SampleFaults.question.request.shape), input: 1,
            got: TensorElement(1, as: .float32), factors: 0.75...1.25),
          .init(place: place, input: 1, got: element, factors: 1.375...1.5)),
        """
        no single factor explains these two kept units
          sample 0, channel 0, position (0, 0)
            input 1.0
            got   1.0 (bits 0x3f800000)
            factor in 0.75 ... 1.25
          sample 0, channel 1, position (1, 1)
            input 1.0
            got   1.5 (bits 0x3fc00000)
            factor in 1.375 ... 1.5
        """
      ),
      (
        .multiple(
          .init(
            pass: .forward, place: place, given: 2, factor: 1.25,
            demand: .rounded(TensorElement(2.5, as: .float32)), got: element)),
        """
        sample 0, channel 1, position (1, 1): kept, so input · 1.25 is demanded, rounded once
          input    2.0
          expected 2.5 (bits 0x40200000)
          got      1.5 (bits 0x3fc00000)
        """
      ),
      (
        .multiple(
          .init(
            pass: .backward, place: place, given: 2, factor: 1.25,
            demand: .near(2.5, within: 0x1p-8), got: element)),
        """
        sample 0, channel 1, position (1, 1): kept, so its gradient is g · 1.25, to within 0.0039 of \
        itself
          g        2.0
          expected 2.5
          got      1.5 (bits 0x3fc00000)
        """
      ),
      (
        .notZero(place, input: .nan, got: element),
        """
        sample 0, channel 1, position (1, 1): dropped, so +0 is demanded
          input nan
          got   1.5 (bits 0x3fc00000)
        """
      ),
      (
        .notZero(place, input: -1, got: TensorElement(-0.0, as: .float16)),
        """
        sample 0, channel 1, position (1, 1): dropped, so +0 is demanded
          input -1.0
          got   -0.0 (bits 0x8000)
        -0 is what x · 0 gives, which also lets NaN and infinity through
        """
      ),
      (
        .notZero(place, input: 0, got: TensorElement(-0.0, as: .float16)),
        """
        sample 0, channel 1, position (1, 1): dropped, so +0 is demanded
          input 0.0
          got   -0.0 (bits 0x8000)
        """
      ),
      (
        .factor(.init(scope: 6..<12, kept: 4, expected: 1.5, got: 1.25...1.3)),
        """
        in units 6..<12: 6 units, 4 kept
          expected factor 1.5
          got a factor in 1.25 ... 1.3
        """
      ),
    ] as [(Evidence.Values, String)])
  func `what is wrong with values is told`(values: Evidence.Values, words: String) {
    #expect(SampleFaults.message(.values(values), at: .gradient) == words)
  }

  @Test(
    arguments: [
      (
        .mask(
          place, isDropped: false, gradient: 0,
          .init(
            map: [2, 3], expected: [true, false, false, false, false, true],
            got: [true, false, false, false, true, true], unit: 4)),
        """
        sample 0, channel 1, position (1, 1): kept in the forward pass, but its gradient is 0.0
          expected  got
          #··       #··
          ·o#       ·X#
        """
      ),
      (
        .notZero(place, given: -1, got: TensorElement(-0.0, as: .float16)),
        """
        sample 0, channel 1, position (1, 1): it counts as dropped, so its gradient is +0, whatever the output's is
          g   -1.0
          got -0.0 (bits 0x8000)
        -0 is what g · 0 gives, which also lets NaN and infinity through
        """
      ),
      (
        .notZero(place, given: 2, got: TensorElement(-0.0, as: .float16)),
        """
        sample 0, channel 1, position (1, 1): it counts as dropped, so its gradient is +0, whatever the output's is
          g   2.0
          got -0.0 (bits 0x8000)
        """
      ),
      (
        .notZero(place, given: .infinity, got: TensorElement(.nan, as: .float16)),
        """
        sample 0, channel 1, position (1, 1): it counts as dropped, so its gradient is +0, whatever the output's is
          g   inf
          got nan (bits 0x7e00)
        NaN is what g · 0 gives
        """
      ),
      (
        .notZero(place, given: 1, got: element),
        """
        sample 0, channel 1, position (1, 1): it counts as dropped, so its gradient is +0, whatever the output's is
          g   1.0
          got 1.5 (bits 0x3fc00000)
        """
      ),
      (
        .product(
          .init(
            place: place, input: 0, given: 2, factors: 1.25...1.25,
            got: TensorElement(0, as: .float32))),
        """
        sample 0, channel 1, position (1, 1): kept, so its gradient is g times a factor of 1.25
          input 0.0
          g     2.0
          got   0.0 (bits 0x00000000)
        """
      ),
      (
        .product(
          .init(place: place, input: 0, given: .infinity, factors: 1...1.5, got: element)),
        """
        sample 0, channel 1, position (1, 1): kept, so its gradient is g times a factor in 1.0 ... 1.5
          input 0.0
          g     inf
          got   1.5 (bits 0x3fc00000)
        """
      ),
      (
        .stray(
          place, .init(map: [2, 3], mask: [true, false, false, false, true, false], unit: 4)),
        """
        sample 0, channel 1, position (1, 1): the input is 0, and so is the gradient, but no block \
        there is wholly dropped
          #··
          ·X·
        """
      ),
      (
        .count(.init(scope: 6..<12, kept: 4, expected: 1.5, got: 1.25...1.3)),
        """
        where the input is 0, units count as kept or dropped as their gradients say:
        in units 6..<12: 6 units, 4 kept
          expected factor 1.5
          got a factor in 1.25 ... 1.3
        """
      ),
      (
        .another(place, first: TensorElement(1, as: .float32), second: element),
        """
        sample 0, channel 1, position (1, 1): the same case gave two gradients
          first 1.0 (bits 0x3f800000)
          then  1.5 (bits 0x3fc00000)
        """
      ),
      (
        .factor(output: 1...1.5, gradient: 2...3),
        "the output's factor lies in 1.0...1.5, the gradient's in 2.0...3.0"
      ),
      (
        .innerProducts(forward: 1, backward: 2.5, admissible: 0.125),
        "⟨f(x), g⟩  = 1.0\n⟨x, f*(g)⟩ = 2.5\nadmissible difference 0.125"
      ),
    ] as [(Evidence.Gradient, String)])
  func `what is wrong with a gradient is told`(gradient: Evidence.Gradient, words: String) {
    #expect(SampleFaults.message(.gradient(gradient)) == words)
  }
}
