import CDropBlock

/// The structures of dropblock.h, each of which begins with its own size.
///
/// A program may have been built with an older or a newer header: what its structure lacks is 0, and
/// what it has beyond the library's must be 0.
enum Structures {
  /// The sizes of the first versions; no structure has fewer bytes.
  static let leastOptions = 120
  static let leastShape = 96
  static let leastKept = 32

  /// The paper's options.
  static func options(blockSize: Int64, dropProbability: Double) -> dropblock_options {
    var options = dropblock_options()
    options.size = MemoryLayout<dropblock_options>.stride
    options.block_size = (blockSize, blockSize, blockSize)
    options.drop_probability = dropProbability
    options.gamma_factor = 1
    options.fixed_scale = 1
    return options
  }

  /// The structure behind an aligned pointer, of which no byte beyond its size is read.
  ///
  /// - Parameters:
  ///   - least: The size of its first version.
  ///   - empty: A structure of zeros, in place of what is missing.
  ///   - name: What refusals call it.
  static func copy<Structure: BitwiseCopyable>(
    _ pointer: UnsafePointer<Structure>, least: Int, onto empty: Structure, _ name: String
  ) throws(CallFailure) -> Structure {
    let bytes = unsafe UnsafeRawPointer(pointer)
    let known = MemoryLayout<Structure>.stride
    let size = try check(
      unsafe bytes.load(as: UInt.self), least: least, known: known, "\(name)->size")
    for place in known..<max(size, known) {
      guard unsafe bytes.load(fromByteOffset: place, as: UInt8.self) == 0 else {
        throw .badArgument(
          "\(name)->size is \(size), and byte \(place) is not 0; this library knows \(known) bytes, "
            + "and all others must be 0")
      }
    }
    var copy = empty
    unsafe withUnsafeMutableBytes(of: &copy) { copy in
      unsafe copy.copyMemory(
        from: UnsafeRawBufferPointer(start: bytes, count: min(size, known)))
    }
    return copy
  }

  /// Writes a structure as `size` bytes: its beginning, or all of it and zeros.
  static func write<Structure: BitwiseCopyable>(
    _ structure: Structure, to pointer: UnsafeMutablePointer<Structure>, size: UInt, least: Int
  ) throws(CallFailure) {
    let known = MemoryLayout<Structure>.stride
    let size = try check(size, least: least, known: known, "size")
    let target = unsafe UnsafeMutableRawBufferPointer(start: pointer, count: size)
    unsafe withUnsafeBytes(of: structure) { source in
      for place in 0..<size { unsafe target[place] = place < known ? source[place] : 0 }
    }
  }

  /// A size that is admissible.
  private static func check(
    _ size: UInt, least: Int, known: Int, _ name: String
  ) throws(CallFailure) -> Int {
    let most = Int(DROPBLOCK_LARGEST_STRUCTURE)
    guard size >= UInt(least), size <= UInt(most), size % 8 == 0 else {
      throw .badArgument(
        "\(name) is \(size); multiples of 8 from \(least) to \(most) are admissible, "
          + "and this library's own is \(known)")
    }
    return Int(size)
  }
}
