public import DropBlockContract

/// A DropBlock layer that the reference computes.
///
/// ```swift
/// let drop = ReferenceDropBlock(blockSize: 7, dropProbability: 0.1)
/// let kept = try drop.forward(features, shape: .nchw(2, 8, 14, 14), key: 500, into: &output)
/// ```
public typealias ReferenceDropBlock = DropBlockLayer<ReferenceEngine>

extension DropBlockLayer where Engine == ReferenceEngine {
  /// The paper's layer: Algorithm 1 with a block size and a drop probability.
  ///
  /// Nothing is checked until the layer is used.
  public init(blockSize: BlockSize, dropProbability: Double) {
    let configuration = DropBlockConfiguration(
      blockSize: blockSize, dropProbability: dropProbability)
    self.init(configuration, engine: ReferenceEngine())
  }
}
