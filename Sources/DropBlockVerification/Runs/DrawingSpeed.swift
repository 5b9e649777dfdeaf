import DropBlockContract
package import DropBlockGenerators

/// The cases that the suite draws for a subject that offers everything, without asking anybody.
///
/// How fast they come, and what recording their choices costs, is measured with it.
package struct DrawingSpeed: Sendable {
  private let space = RequestSpace(
    .everything(named: "drawn", version: "1"), unitLimit: VerificationProfile.ci.unitsPerCase)

  /// The cases of the profile `ci`.
  package init() {}

  /// Draws cases: a request, the format and the pattern of its input, and whether it is in place.
  ///
  /// The elements of the input are not spelled out; they are a function of what was drawn.
  ///
  /// - Parameters:
  ///   - cases: The numbers of the cases.
  ///   - isRecorded: Whether their choices are kept, as in every run.
  /// - Returns: A word that depends on every case, and not on whether it was recorded.
  /// - Throws: A `Rejection`, which would be a fault of the suite's generators.
  package func draw(_ cases: Range<UInt64>, isRecorded: Bool) throws(Rejection) -> UInt64 {
    var folded: UInt64 = 0
    for caseIndex in cases {
      var draw =
        isRecorded
        ? Draw(key: 1, caseIndex: caseIndex, property: "drawn")
        : Draw(unrecorded: 1, caseIndex: caseIndex, property: "drawn")
      let request = try space.draw(&draw)
      let width = FloatWidth.allCases[try draw.index(below: FloatWidth.allCases.count)]
      let count = request.shape.unitCount
      let input = try draw.bulk(count: count, of: width, style: .moderate)
      let isInPlace = try draw.index(below: 4) == 3
      folded = (folded ^ request.key ^ input.key) &* 0x9E37_79B9_7F4A_7C15
      folded &+= UInt64(count) << 1 | (isInPlace ? 1 : 0)
    }
    return folded
  }
}
