/// Keys for the calls of a training run: one for each seed, step, layer and replica.
///
/// A mask is a function of the key alone, so that two layers, or two devices, with one key drop the same
/// units. `UInt64(step)` is such a key: every layer of that step has one mask. Keys that are mixed from all
/// that tells two calls apart are as good as different.
///
/// ```swift
/// let key = DropBlockKey.of(seed: 42, step: step, layer: 3, replica: rank)
/// ```
///
/// Recomputation, as in activation checkpointing, needs no memory of the mask: the same numbers give the same
/// key. So does a run that goes on from a checkpoint.
public enum DropBlockKey {
  /// The key of a call.
  ///
  /// Any one of the numbers tells keys apart for sure, when the others are the same. Of N keys in which
  /// several differ, two are the same with probability N² / 2⁶⁵, as of random ones: 10⁻⁸ for half a million.
  ///
  /// It is `k ← mix(k ⊕ mix(n))` over the four numbers n, from k = 0x9E3779B97F4A7C15, where `mix` is the
  /// bijection that ends SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). The C function `dropblock_key` and
  /// the adapter kit's `layer_key` give the same.
  ///
  /// - Parameters:
  ///   - seed: The number of the run.
  ///   - step: The training step. With gradient accumulation it is the number of the forward pass.
  ///   - layer: The number of the layer in the model.
  ///   - replica: The number of the device, or of the process, whose batch it is; 0 where all are to drop the
  ///     same units.
  public static func of(
    seed: UInt64, step: UInt64 = 0, layer: UInt64 = 0, replica: UInt64 = 0
  ) -> UInt64 {
    [seed, step, layer, replica].reduce(0x9E37_79B9_7F4A_7C15) { mix($0 ^ mix($1)) }
  }

  /// A bijection of 64 bits, after which every bit depends on every other.
  private static func mix(_ number: UInt64) -> UInt64 {
    var z = number
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
