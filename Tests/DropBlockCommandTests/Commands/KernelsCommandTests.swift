import DropBlockFast
import Testing

@testable import DropBlockCommand

struct KernelsCommandTests {
  @Test func `every kernel has one line that says whether it can be had, and one is the default`()
    throws
  {
    let outcome = dropblock("kernels")
    #expect(outcome.code == .conforms && outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == FastKernel.all.count)
    for (kernel, line) in zip(FastKernel.all, lines) {
      #expect(line.hasPrefix("  \(kernel.name) ") && line.contains(kernel.summary), "\(line)")
      #expect(line.contains(" — available") == (kernel.unavailableReason == nil), "\(line)")
    }
    let used = lines.filter { $0.contains("used by default") }
    #expect(used.count == 1)
    #expect(used.first?.hasPrefix("  \(try FastKernel.preferred().name) ") == true)
  }

  @Test func `a kernel that the environment forces is the default, and the list says so`() throws {
    let result = try Executable.shell("DROPBLOCK_KERNEL=portable \"$0\" kernels")
    let lines = result.output.split(separator: "\n")
    #expect(result.status == 0 && lines.count { $0.contains("used by default") } == 1)
    #expect(lines.last?.contains("used by default: DROPBLOCK_KERNEL forces it") == true)
  }

  @Test func `the help says when the environment is read, and so it is`() throws {
    let help = KernelsCommand.interface.help(width: 4000)
    #expect(help.contains("read once per process") && help.contains("empty value"), "\(help)")
    let empty = try Executable.shell("DROPBLOCK_KERNEL= \"$0\" kernels")
    #expect(empty.status == 0 && empty.output == dropblock("kernels").output)
  }
}
