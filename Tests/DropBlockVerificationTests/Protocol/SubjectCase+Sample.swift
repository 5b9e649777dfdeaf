import DropBlockContract
import DropBlockVerification

extension SubjectCase {
  /// A case of the paper's configuration with block size 3, its input the numbers from 0 on.
  static func sample(
    _ shape: Shape, gradient: Bool = false, type: ElementType = .float32
  ) -> SubjectCase {
    let configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.1)
    let input = TensorBits((0..<shape.unitCount).map { Double($0) }, as: type)
    return SubjectCase(
      DropBlockRequest(configuration, shape: shape, key: 0x0123_4567_89AB_CDEF), input: input,
      outputGradient: gradient ? input : nil)
  }
}
