import DropBlockContract
import Testing

@testable import DropBlockFast

@Suite struct FastKernelTests {
  @Test func `the registry has the best first, and portable last`() {
    #expect(FastKernel.all.map(\.name) == ["avx512", "avx2", "portable"])
    #expect(FastKernel.all.allSatisfy { !$0.summary.isEmpty })
    #expect(FastKernel.available.last?.name == "portable")
    // What is available is in the order of all.
    let names = FastKernel.available.map(\.name)
    #expect(names == FastKernel.all.map(\.name).filter(names.contains))
  }

  @Test func `a kernel has a table, or a reason why not`() {
    for kernel in FastKernel.all {
      let isThere = KernelTable(kernel.instructions) != nil
      #expect((kernel.unavailableReason == nil) == isThere, "\(kernel.name)")
      #expect(kernel.unavailableReason != "", "\(kernel.name)")
    }
  }

  @Test func `a kernel is found by its name`() throws {
    for kernel in FastKernel.available {
      #expect(try FastKernel.named(kernel.name) == kernel)
    }
  }

  @Test func `a name that no kernel has is refused with those that there are`() {
    for name in ["sse9", "", "AVX2", " portable"] {
      let error = #expect(throws: DropBlockError.self) { try FastKernel.named(name) }
      guard case .kernel(let given, let reason)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(given == name)
      #expect(FastKernel.all.allSatisfy { reason.contains($0.name) }, "\(reason)")
    }
  }

  @Test(
    .enabled("this machine runs every kernel") {
      FastKernel.available.count < FastKernel.all.count
    })
  func `a kernel that the machine can't run is refused with its reason`() throws {
    for kernel in FastKernel.all {
      guard let reason = kernel.unavailableReason else { continue }
      #expect(throws: DropBlockError.kernel(kernel.name, reason)) {
        try FastKernel.named(kernel.name)
      }
      var tensor: [Float] = [1, 2, 3]
      #expect(throws: DropBlockError.kernel(kernel.name, reason)) {
        var span = tensor.mutableSpan
        _ = try FastEngine(kernel: kernel).forward(
          inPlace: &span,
          DropBlockRequest(
            DropBlockConfiguration(blockSize: 1, dropProbability: 0.5), shape: .ncw(1, 1, 3),
            key: 0))
      }
      #expect(tensor == [1, 2, 3])
    }
  }

  @Test func `an engine runs the kernel that it was given`() {
    for kernel in FastKernel.available { #expect(FastEngine(kernel: kernel).kernel == kernel) }
    #expect(FastEngine().kernel == nil)
  }

  // The preference is found once in a process, so each of these has a process of its own.

  @Test func `the variable forces a kernel by name`() async {
    await #expect(processExitsWith: .success) {
      forceKernel("portable")
      let kernel = try FastKernel.preferred()
      #expect(kernel.name == "portable")
    }
  }

  @Test func `an empty variable is none`() async {
    await #expect(processExitsWith: .success) {
      forceKernel("")
      let kernel = try FastKernel.preferred()
      #expect(kernel == FastKernel.available[0])
    }
  }

  @Test func `a variable that names no kernel is an error of every call`() async {
    await #expect(processExitsWith: .success) {
      forceKernel("sse9")
      let error = #expect(throws: DropBlockError.self) { try FastKernel.preferred() }
      if case .kernel(let name, _)? = error { #expect(name == "sse9") }
      let request = DropBlockRequest(
        DropBlockConfiguration(blockSize: 1, dropProbability: 0.5), shape: .ncw(1, 1, 3), key: 0)
      var tensor: [Float] = [1, 2, 3]
      #expect(throws: DropBlockError.self) {
        var span = tensor.mutableSpan
        _ = try FastEngine().forward(inPlace: &span, request)
      }
      #expect(tensor == [1, 2, 3])
      // A kernel that was given asks for no preference.
      let stages = try FastEngine(kernel: .named("portable")).stages(request)
      #expect(stages.gamma > 0)
    }
  }
}
