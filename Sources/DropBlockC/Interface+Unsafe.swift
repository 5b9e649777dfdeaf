public import CDropBlock
import DropBlockContract

// The functions of dropblock.h. The compiler holds every signature against the header.

/// The version of the library.
@c @implementation
public func dropblock_version() -> UnsafePointer<CChar>! {
  unsafe LastError.text(DropBlockPackage.staticVersion)
}

/// What went wrong in this thread's last call that failed.
@c @implementation
public func dropblock_last_error() -> UnsafePointer<CChar>! {
  unsafe LastError.pointer
}

/// The key of one call of a training run.
@c @implementation
public func dropblock_key(
  _ seed: UInt64, _ step: UInt64, _ layer: UInt64, _ replica: UInt64
) -> UInt64 {
  DropBlockKey.of(seed: seed, step: step, layer: layer, replica: replica)
}

/// Writes the paper's options for a block with the same side on every axis.
@c @implementation
public func dropblock_init_options(
  _ options: UnsafeMutablePointer<dropblock_options>!, _ size: Int, _ block_size: Int64,
  _ drop_probability: Double
) -> Int32 {
  status { () throws(CallFailure) in
    try unsafe Call(options: options, shape: nil, kept: nil).initOptions(
      options, size: size, blockSize: block_size, dropProbability: drop_probability)
  }
}

/// Writes DropBlock of the input to the output.
@c @implementation
public func dropblock_forward(
  _ options: UnsafePointer<dropblock_options>!, _ shape: UnsafePointer<dropblock_shape>!,
  _ dtype: Int32, _ input: UnsafeRawPointer!, _ output: UnsafeMutableRawPointer!,
  _ element_count: Int, _ kept: UnsafeMutablePointer<dropblock_kept>!
) -> Int32 {
  status { () throws(CallFailure) in
    try unsafe Call(options: options, shape: shape, kept: kept).run(
      .forward, dtype: dtype, from: input, to: output, count: element_count)
  }
}

/// Writes the gradient of the input of the forward call with the same options and shape.
@c @implementation
public func dropblock_backward(
  _ options: UnsafePointer<dropblock_options>!, _ shape: UnsafePointer<dropblock_shape>!,
  _ dtype: Int32, _ output_gradient: UnsafeRawPointer!, _ input_gradient: UnsafeMutableRawPointer!,
  _ element_count: Int, _ kept: UnsafeMutablePointer<dropblock_kept>!
) -> Int32 {
  status { () throws(CallFailure) in
    try unsafe Call(options: options, shape: shape, kept: kept).run(
      .backward, dtype: dtype, from: output_gradient, to: input_gradient, count: element_count)
  }
}

/// Writes 1 for each dropped unit and 0 for the others.
@c @implementation
public func dropblock_mask(
  _ options: UnsafePointer<dropblock_options>!, _ shape: UnsafePointer<dropblock_shape>!,
  _ mask: UnsafeMutablePointer<UInt8>!, _ mask_count: Int,
  _ kept: UnsafeMutablePointer<dropblock_kept>!
) -> Int32 {
  status { () throws(CallFailure) in
    try unsafe Call(options: options, shape: shape, kept: kept).mask(into: mask, count: mask_count)
  }
}

/// Makes the dropped units of the tensor +0 and touches no other.
@c @implementation
public func dropblock_drop(
  _ options: UnsafePointer<dropblock_options>!, _ shape: UnsafePointer<dropblock_shape>!,
  _ dtype: Int32, _ tensor: UnsafeMutableRawPointer!, _ element_count: Int,
  _ kept: UnsafeMutablePointer<dropblock_kept>!
) -> Int32 {
  status { () throws(CallFailure) in
    try unsafe Call(options: options, shape: shape, kept: kept).run(
      .drop, dtype: dtype, from: UnsafeRawPointer(tensor), to: tensor, count: element_count)
  }
}

/// Counts what a call would keep, without a tensor.
@c @implementation
public func dropblock_kept_count(
  _ options: UnsafePointer<dropblock_options>!, _ shape: UnsafePointer<dropblock_shape>!,
  _ kept: UnsafeMutablePointer<dropblock_kept>!
) -> Int32 {
  status { () throws(CallFailure) in
    try unsafe Call(options: options, shape: shape, kept: kept).count()
  }
}

/// Writes how many threads a forward call shares its work out to.
@c @implementation
public func dropblock_thread_count(
  _ options: UnsafePointer<dropblock_options>!, _ shape: UnsafePointer<dropblock_shape>!,
  _ count: UnsafeMutablePointer<Int32>!
) -> Int32 {
  status { () throws(CallFailure) in
    try unsafe Call(options: options, shape: shape, kept: nil).threads(into: count)
  }
}

/// The number of kernels that were built in.
@c @implementation
public func dropblock_kernel_count() -> Int32 { Int32(Kernels.count) }

/// The constant of a kernel, by its place in the list.
@c @implementation
public func dropblock_kernel_at(_ index: Int32) -> Int32 { Kernels.constant(at: index) }

/// The name of a kernel.
@c @implementation
public func dropblock_kernel_name(_ kernel: Int32) -> UnsafePointer<CChar>! {
  unsafe Kernels.name(kernel)
}

/// Why this machine can't run a kernel.
@c @implementation
public func dropblock_kernel_unavailable_reason(_ kernel: Int32) -> UnsafePointer<CChar>! {
  unsafe Kernels.unavailableReason(kernel)
}

/// Writes what the library is, in lines.
@c @implementation
public func dropblock_describe(
  _ options: UnsafePointer<dropblock_options>!, _ shape: UnsafePointer<dropblock_shape>!,
  _ text: UnsafeMutablePointer<CChar>!, _ capacity: Int
) -> Int {
  var length = 0
  _ = status { () throws(CallFailure) in
    length = try unsafe Call(options: options, shape: shape, kept: nil).describe(
      version: DropBlockPackage.version, into: text, capacity: capacity)
  }
  return length
}
