public import DropBlockContract

/// A kernel: the inner loops of an engine, written for one set of instructions.
///
/// All kernels compute the same function to the bit. Without a choice the best one that the
/// processor has is used; the environment variable `DROPBLOCK_KERNEL` forces one by name.
public struct FastKernel: Sendable, Hashable {
  /// A short lower-case name, such as `avx512`.
  public let name: String

  /// What it is written with, in a few words.
  public let summary: String

  /// Why this machine can't run it; nil where it can.
  public let unavailableReason: String?

  /// The instructions that it is written with.
  let instructions: InstructionSet

  /// Every kernel of this build, the best first.
  public static let all: [FastKernel] = InstructionSet.all.map { set in
    FastKernel(
      name: set.name, summary: set.summary, unavailableReason: set.unavailableReason,
      instructions: set)
  }

  /// The kernels that this machine can run, the best first; `portable` is always the last of them.
  public static var available: [FastKernel] { all.filter { $0.unavailableReason == nil } }

  /// The name of the environment variable that forces a kernel.
  public static let variable = "DROPBLOCK_KERNEL"

  /// The kernel with a name.
  ///
  /// - Throws: ``DropBlockError/kernel(_:_:)`` when there is none of that name, or this machine
  ///   can't run it.
  public static func named(_ name: String) throws(DropBlockError) -> FastKernel {
    guard let kernel = all.first(where: { $0.name == name }) else {
      let names = all.map(\.name).joined(separator: ", ")
      throw .kernel(name, "there is none of that name; this build has \(names)")
    }
    if let reason = kernel.unavailableReason { throw .kernel(name, reason) }
    return kernel
  }

  /// The kernel that an engine uses when none is given: the forced one, or the best.
  ///
  /// - Throws: ``DropBlockError/kernel(_:_:)`` when `DROPBLOCK_KERNEL` names one that can't be run.
  public static func preferred() throws(DropBlockError) -> FastKernel { try preference.get() }

  private static let preference: Result<FastKernel, DropBlockError> = {
    guard let forced = environmentValue(variable), !forced.isEmpty else {
      return .success(available[0])
    }
    return Result { () throws(DropBlockError) in try named(forced) }
  }()
}
