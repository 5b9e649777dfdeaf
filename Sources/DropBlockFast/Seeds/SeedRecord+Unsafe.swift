/// Where the seeds of a thread's masks lie in their frames, kept from the first pass for the second.
///
/// Four bytes for a seed are much less than its mask takes. The second pass goes through the same
/// batches in the same order, so a batch needs no name: each takes what follows. A record that is
/// full keeps the batches that it has, and the others are drawn again.
@safe
final class SeedRecord {
  private let bits: UnsafeMutablePointer<UInt32>
  private let capacity: Int
  private var count = 0
  private var isFull = false
  /// Where each batch ends in `bits`.
  private var ends: [Int] = []
  private var batch = 0

  /// A record of at most `capacity` seeds; at least 1.
  init(capacity: Int) {
    self.capacity = capacity
    unsafe bits = .allocate(capacity: capacity)
  }

  deinit { unsafe bits.deallocate() }

  /// Adds a seed of the batch that is being made.
  ///
  /// Frames of more than 2³² bits there are only around blocks of about as many units; a seed beyond
  /// them ends the record as a full one does.
  @inline(__always)
  func append(_ bit: Int) {
    guard count < capacity, let bit = UInt32(exactly: bit) else {
      isFull = true
      return
    }
    unsafe bits[count] = bit
    count &+= 1
  }

  /// Ends the batch that is being made; one that did not fit is forgotten, and all that follow.
  func endBatch() {
    if !isFull { ends.append(count) }
  }

  /// Goes back to the first batch, to give them out again.
  func rewind() { batch = 0 }

  /// Calls `body` with each seed of the next batch; false where it is not there.
  @inline(__always)
  func replay(_ body: (Int) -> Void) -> Bool {
    guard batch < ends.count else { return false }
    let start = batch == 0 ? 0 : ends[batch - 1]
    for index in start..<ends[batch] { body(Int(unsafe bits[index])) }
    batch += 1
    return true
  }
}
