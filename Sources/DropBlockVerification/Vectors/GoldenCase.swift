package import DropBlockContract

/// One request of the golden vectors, and what its tensors hold.
package struct GoldenCase: Sendable {
  /// A stable name: small letters, digits and hyphens.
  package let name: String

  /// What the case is there for, in one sentence.
  package let about: String

  /// The request.
  package let request: DropBlockRequest

  /// Whether the input holds numbers that are not finite, and the least and the largest ones.
  package let isSpecial: Bool

  init(
    _ name: String, _ about: String, _ shape: Shape, block: BlockSize, p: Double, key: UInt64,
    isSpecial: Bool = false, _ change: (inout DropBlockRequest) -> Void = { _ in }
  ) {
    self.name = name
    self.about = about
    self.isSpecial = isSpecial
    let configuration = DropBlockConfiguration(blockSize: block, dropProbability: p)
    var request = DropBlockRequest(configuration, shape: shape, key: key)
    change(&request)
    self.request = request
  }

  /// The number formats every case is computed in.
  static let elementTypes: [ElementType] = [.float32, .float64, .float16, .bfloat16]

  /// The input in a format.
  ///
  /// What a NaN times a factor is differs between processors, so only dropped units are NaN.
  func input(as type: ElementType, mask: [Bool]) -> TensorBits {
    let count = request.shape.unitCount
    guard isSpecial else {
      return InputPattern.scattered.tensor(count: count, as: type, word: word(1))
    }
    let specials = InputPattern.specials.tensor(count: 12, as: type, word: 0)
    let kept = (0..<12).map { specials[$0] }.filter { !$0.isNaN }
    return TensorBits(
      (0..<count).map { mask[$0] ? Double.nan : kept[$0 % kept.count] }, as: type)
  }

  /// The gradient of the output in a format.
  func outputGradient(as type: ElementType) -> TensorBits {
    InputPattern.scattered.tensor(count: request.shape.unitCount, as: type, word: word(2))
  }

  /// A word that differs from case to case.
  private func word(_ salt: UInt64) -> UInt64 {
    name.utf8.reduce(salt) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
