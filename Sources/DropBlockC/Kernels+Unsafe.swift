import DropBlockContract
import DropBlockFast
import DropBlockPlatform

/// The kernels of this build, numbered from 1 on, in texts that C can hold on to.
enum Kernels {
  /// A kernel's texts as C sees them, in memory that is never freed.
  @safe
  private struct Entry {
    let name: UnsafePointer<CChar>?
    let obstacle: UnsafePointer<CChar>?

    init(_ kernel: FastKernel) {
      unsafe name = UnsafePointer(strdup(kernel.name))
      unsafe obstacle = kernel.obstacle.flatMap { unsafe UnsafePointer(strdup($0)) }
    }
  }

  /// Not checked for sharing, since nobody writes to the texts after they are made.
  private nonisolated(unsafe) static let entries = FastKernel.all.map(Entry.init)

  /// How many there are.
  static var count: Int { unsafe entries.count }

  /// The name of a kernel; with 0, of the one that is run without a choice.
  static func name(_ kernel: Int32) -> UnsafePointer<CChar>? {
    unsafe entry(kernel)?.name
  }

  /// Why the kernel that is run without a choice can't be; nil where it can.
  private nonisolated(unsafe) static let obstacleToPreferred: UnsafePointer<CChar>? = {
    do {
      _ = try FastKernel.preferred()
      return nil
    } catch {
      return unsafe UnsafePointer(strdup("\(error)"))
    }
  }()

  /// Why a kernel can't be run; of a number that there is not, that.
  static func obstacle(_ kernel: Int32) -> UnsafePointer<CChar>? {
    if kernel == 0 { return unsafe obstacleToPreferred }
    guard let entry = entry(kernel) else {
      return unsafe LastError.text(
        "there is no kernel of this number; dropblock_kernel_count gives the highest")
    }
    return unsafe entry.obstacle
  }

  private static func entry(_ kernel: Int32) -> Entry? {
    var index = Int(kernel) - 1
    if kernel == 0 {
      guard let preferred = try? FastKernel.preferred() else { return nil }
      index = FastKernel.all.firstIndex(of: preferred) ?? index
    }
    guard index >= 0, index < count else { return nil }
    return unsafe entries[index]
  }
}
