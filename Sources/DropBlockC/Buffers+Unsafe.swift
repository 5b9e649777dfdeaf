import DropBlockContract
import DropBlockFast

/// Which of the engine's functions from buffer to buffer a call asks for.
enum Work {
  case forward
  case backward
  case drop
}

/// The two buffers of a call, of the same number of elements; one and the same for work in place.
@safe
struct Buffers {
  let input: UnsafeRawPointer?
  let output: UnsafeMutableRawPointer?
  let count: Int
  let width: Int
  /// What the input is called in refusals.
  let name: String

  /// Refuses what a span must not be made of.
  func check() throws(CallFailure) {
    // A size_t beyond Int arrives as a negative number.
    guard count >= 0 else {
      throw .badArgument("\(UInt(bitPattern: count)) elements exceed the address space")
    }
    // A span refuses a pointer that is not aligned even where it has no elements.
    let places = unsafe [UInt(bitPattern: input), UInt(bitPattern: output)]
    guard places.allSatisfy({ $0 % UInt(width) == 0 }) else {
      throw .badArgument("a buffer of \(width)-byte elements is not aligned to \(width) bytes")
    }
    guard count > 0 else { return }
    guard let input = unsafe input else { throw .badArgument("\(name) is a null pointer") }
    guard let output = unsafe output else { throw .badArgument("output is a null pointer") }
    let (low, high) = (UInt(bitPattern: input), UInt(bitPattern: output))
    let (bytes, overflow) = UInt(count).multipliedReportingOverflow(by: UInt(width))
    guard !overflow, bytes <= UInt(Int.max), bytes <= UInt.max - max(low, high) else {
      throw .badArgument("\(count) elements exceed the address space")
    }
    guard low == high || low + bytes <= high || high + bytes <= low else {
      throw .badArgument("input and output overlap without being the same")
    }
  }

  /// Where the checked buffers lie.
  var regions: [Region] {
    let byteCount = UInt(count) * UInt(width)
    return unsafe [
      Region(name: name, start: UInt(bitPattern: input), byteCount: byteCount),
      Region(name: "output", start: UInt(bitPattern: output), byteCount: byteCount),
    ]
  }

  /// Lets the engine work on the checked buffers.
  func apply<Element: DropBlockElement>(
    _: Element.Type, _ engine: FastEngine, _ work: Work, _ request: DropBlockRequest
  ) throws(CallFailure) -> Kept {
    let start = unsafe output?.assumingMemoryBound(to: Element.self)
    var target = unsafe MutableSpan(
      _unsafeElements: UnsafeMutableBufferPointer(start: start, count: count))
    if unsafe input == UnsafeRawPointer(output) {
      do {
        switch work {
        case .forward: return try engine.forward(inPlace: &target, request)
        case .backward: return try engine.backward(inPlace: &target, request)
        case .drop: return try engine.drop(inPlace: &target, request)
        }
      } catch { throw .refused(error) }
    }
    guard work != .drop else { throw .badArgument("what is dropped in place has one buffer") }
    let source = unsafe Span(
      _unsafeElements: UnsafeBufferPointer(
        start: input?.assumingMemoryBound(to: Element.self), count: count))
    do {
      return work == .backward
        ? try engine.backward(source, request, into: &target)
        : try engine.forward(source, request, into: &target)
    } catch { throw .refused(error) }
  }
}
