/// The instructions that a kernel is written with, the best first.
enum InstructionSet: String, Sendable, Hashable, CaseIterable {
  case avx512
  case avx2
  case portable

  /// Every set, the best first.
  static var all: [InstructionSet] { allCases }

  /// Its name in reports and on the command line.
  var name: String { rawValue }

  /// What it is, in a few words.
  var summary: String {
    switch self {
    case .avx512: "C, AVX-512 F, BW, DQ and VL, with BMI2"
    case .avx2: "C, AVX2 with FMA, F16C and BMI2"
    case .portable: "Swift, whatever vectors every processor of the architecture has"
    }
  }

  /// Why this machine can't run it; nil where it can.
  var unavailableReason: String? {
    switch self {
    case .portable: return nil
    case .avx2, .avx512:
      if KernelTable(self) != nil { return nil }
      #if arch(x86_64)
        return "the processor, or the system on it, lacks some of \(summary.dropFirst(3))"
      #else
        return "it is written for x86-64"
      #endif
    }
  }
}
