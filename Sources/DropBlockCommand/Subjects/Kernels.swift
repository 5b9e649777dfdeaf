import DropBlockContract
import DropBlockFast

/// The kernels of the fast engine, as a command line asks for them.
enum Kernels {
  static let option = Option<String?>.optional(
    "kernel", .text("NAME"), "the kernel of the fast engine; 'dropblock kernels' lists them",
    absent: "the best one, or that of \(FastKernel.variable)")

  /// The word that stands for one available kernel after the other.
  static let each = "each"

  /// The kernel that `--kernel` names.
  ///
  /// - Throws: A ``UsageError`` for one that is unknown or can't be run here, and says why.
  static func named(_ name: String) throws(UsageError) -> FastKernel {
    do { return try FastKernel.named(name) } catch {
      throw UsageError(
        "--kernel: \(error)" + Suggestion.question(name, among: FastKernel.all.map(\.name)))
    }
  }

  /// The kernel that is used where none is asked for.
  ///
  /// - Throws: A ``UsageError`` when the environment names one that can't be had.
  static func preferred() throws(UsageError) -> FastKernel {
    do { return try FastKernel.preferred() } catch {
      throw UsageError("\(FastKernel.variable): \(error)")
    }
  }

  /// The kernel that a command line uses.
  static func chosen(_ arguments: Arguments) throws(UsageError) -> FastKernel {
    guard let name = try arguments.value(option) else { return try preferred() }
    return try named(name)
  }

  /// What the environment asks for; nil when it asks for nothing.
  static var forced: String? {
    guard let name = System.environment(FastKernel.variable), !name.isEmpty else { return nil }
    return name
  }
}
