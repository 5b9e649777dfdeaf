import CDropBlock
import DropBlockContract
import DropBlockFast
import DropBlockPlatform

/// The kernels of this build by the constants of the header, in texts that C can hold on to.
enum Kernels {
  /// The name of each constant, which belongs to it for good.
  static let names: [Int32: String] = [
    Int32(DROPBLOCK_KERNEL_PORTABLE): "portable",
    Int32(DROPBLOCK_KERNEL_AVX2): "avx2",
    Int32(DROPBLOCK_KERNEL_AVX512): "avx512",
  ]

  /// A kernel as C sees it, with texts in memory that is never freed.
  @safe
  private struct Entry {
    let constant: Int32
    let name: UnsafePointer<CChar>?
    let unavailableReason: UnsafePointer<CChar>?

    /// The entry of a kernel; nil for one that has no constant.
    init?(_ kernel: FastKernel) {
      guard let constant = names.first(where: { $0.value == kernel.name })?.key else { return nil }
      self.constant = constant
      unsafe name = UnsafePointer(strdup(kernel.name))
      unsafe unavailableReason = kernel.unavailableReason.flatMap {
        unsafe UnsafePointer(strdup($0))
      }
    }
  }

  /// Not checked for sharing, since nobody writes to the texts after they are made.
  private nonisolated(unsafe) static let entries = FastKernel.all.compactMap(Entry.init)

  /// How many there are.
  static var count: Int { unsafe entries.count }

  /// The constant of the kernel at a place in the list, the best first; 0 beyond its ends.
  static func constant(at index: Int32) -> Int32 {
    guard index >= 0, index < count else { return Int32(DROPBLOCK_KERNEL_DEFAULT) }
    return unsafe entries[Int(index)].constant
  }

  /// The name of a kernel; with 0, of the one that is run without a choice.
  static func name(_ kernel: Int32) -> UnsafePointer<CChar>? {
    guard kernel == 0 else { return unsafe entry(kernel)?.name }
    guard let preferred = try? FastKernel.preferred() else { return nil }
    return unsafe entries.first { $0.constant == constant(of: preferred) }?.name
  }

  private static func constant(of kernel: FastKernel) -> Int32? {
    names.first { $0.value == kernel.name }?.key
  }

  /// Why the kernel that is run without a choice can't be; nil where it can.
  private nonisolated(unsafe) static let reasonOfPreferred: UnsafePointer<CChar>? = {
    do {
      _ = try FastKernel.preferred()
      return nil
    } catch {
      return unsafe UnsafePointer(strdup("\(error)"))
    }
  }()

  /// Why a kernel can't be run; of a number that no kernel has, that.
  static func unavailableReason(_ kernel: Int32) -> UnsafePointer<CChar>? {
    if kernel == 0 { return unsafe reasonOfPreferred }
    guard let entry = entry(kernel) else {
      return unsafe LastError.text(
        "there is no kernel of this number; dropblock_kernel_at gives those that there are")
    }
    return unsafe entry.unavailableReason
  }

  private static func entry(_ kernel: Int32) -> Entry? {
    unsafe entries.first { $0.constant == kernel }
  }
}
