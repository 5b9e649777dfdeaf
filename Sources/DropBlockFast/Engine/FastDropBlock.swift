public import DropBlockContract

/// A DropBlock layer that ``FastEngine`` carries out.
///
/// ```swift
/// let drop = FastDropBlock(blockSize: 7, dropProbability: 0.1)
/// let kept = try drop.forward(features, shape: .nchw(32, 256, 56, 56), key: 500, into: &output)
/// ```
public typealias FastDropBlock = DropBlockLayer<FastEngine>

extension DropBlockLayer where Engine == FastEngine {
  /// Creates a layer with the paper's configuration.
  ///
  /// - Parameters:
  ///   - blockSize: b, the side of the dropped block, per spatial axis; each side at least 1.
  ///   - dropProbability: p, the share of units to drop, 0…1.
  ///   - threads: The most threads to use; see ``FastEngine/init(threads:kernel:)``.
  ///   - kernel: The kernel; see ``FastEngine/init(threads:kernel:)``.
  public init(
    blockSize: BlockSize, dropProbability: Double, threads: Int? = nil, kernel: FastKernel? = nil
  ) {
    self.init(
      DropBlockConfiguration(blockSize: blockSize, dropProbability: dropProbability),
      engine: FastEngine(threads: threads, kernel: kernel))
  }
}
