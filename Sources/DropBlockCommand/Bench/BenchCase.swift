import DropBlockContract
import DropBlockFast

/// What is measured: one kind of work on one tensor.
struct BenchCase: Sendable {
  /// The kinds of work.
  enum Work: String, Sendable, Hashable {
    /// `memcpy` from the input to the output.
    case copy

    /// Two copies, of two tensors each.
    case copyTwice

    /// A multiplication in place.
    case multiply

    /// The scalar random words of the reference, as many as there are units.
    case referenceWords

    /// `memcpy` into memory that is new.
    case freshCopy

    /// Forward, out of place.
    case forward

    /// Forward, in place.
    case inPlace

    /// Forward and backward, out of place.
    case forwardBackward

    /// Zeros where units are dropped, in place.
    case drop

    /// Forward into memory that is new.
    case freshForward
  }

  /// What the table writes for it.
  var name: String

  /// What is done.
  var work: Work

  /// The request; its key is that of the round.
  var request: DropBlockRequest

  /// The threads of the engine, or of the copy.
  var threads: Int

  /// The kernel of the engine; nil for work that is not the engine's.
  var kernel: FastKernel?

  /// The place in its group of the case it is compared with; nil for a limit.
  var limit: Int?

  /// What the ratio to the limit must come to.
  var target: BenchTarget?
}

/// Cases on tensors of the same size and type, measured one after the other in every round.
struct BenchGroup: Sendable {
  /// What the table writes above it.
  var title: String

  /// The type of the elements.
  var type: ElementType

  /// The units of the tensor.
  var units: Int

  /// The cases; a limit stands before the cases that are compared with it.
  var cases: [BenchCase]

  /// Whether only the worst case is printed, not every one.
  var isSummed = false

  /// The bytes of one tensor.
  var byteCount: Int { units * type.byteCount }

  /// The bytes that measuring takes: the four regions, and one tensor that is new.
  static func memory(ofTensor bytes: Int) -> (partialValue: Int, overflow: Bool) {
    let (value, overflow) = bytes.multipliedReportingOverflow(
      by: BenchMemory.Region.allCases.count + 1)
    return (value, overflow)
  }

  /// Whether that is at most three quarters of this machine's memory.
  static func fits(tensor bytes: Int) -> Bool {
    guard let memory = System.memory else { return true }
    let (needed, overflow) = Self.memory(ofTensor: bytes)
    return !overflow && needed <= memory / 4 * 3
  }
}

extension BenchGroup {
  /// Adds a limit and gives its place.
  mutating func add(
    _ name: String, _ work: BenchCase.Work, _ request: DropBlockRequest, threads: Int
  )
    -> Int
  {
    cases.append(BenchCase(name: name, work: work, request: request, threads: threads))
    return cases.count - 1
  }

  /// Adds work of the engine.
  mutating func add(
    _ name: String, _ work: BenchCase.Work, _ request: DropBlockRequest, threads: Int,
    _ kernel: FastKernel, against limit: Int?, _ target: BenchTarget? = nil
  ) {
    cases.append(
      BenchCase(
        name: name, work: work, request: request, threads: threads, kernel: kernel, limit: limit,
        target: target))
  }
}
