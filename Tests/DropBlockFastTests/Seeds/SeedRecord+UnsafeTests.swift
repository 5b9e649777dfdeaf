import Testing

@testable import DropBlockFast

@Suite struct SeedRecordTests {
  /// Records batches, in order.
  private func record(_ batches: [[Int]], capacity: Int) -> SeedRecord {
    let record = SeedRecord(capacity: capacity)
    for batch in batches {
      for bit in batch { record.append(bit) }
      record.endBatch()
    }
    return record
  }

  /// The next batch of a record; nil where it is not there.
  private func next(_ record: SeedRecord) -> [Int]? {
    var found: [Int] = []
    return record.replay { found.append($0) } ? found : nil
  }

  @Test func `what was recorded is replayed batch by batch, in order`() {
    for number in 0..<100 {
      var choices = Choices(number)
      let batches = (0..<choices.int(1...9)).map { _ in
        (0..<choices.one([0, 0, 1, 2, 40])).map { _ in choices.int(0...Int(UInt32.max)) }
      }
      let count = batches.reduce(0) { $0 + $1.count }
      let record = record(batches, capacity: max(count, 1) + choices.int(0...2))
      // Gone through twice, since to rewind is to begin anew.
      for _ in 0..<2 {
        record.rewind()
        for batch in batches { #expect(next(record) == batch, "number \(number)") }
        #expect(next(record) == nil, "number \(number)")
      }
    }
  }

  @Test func `a batch that did not fit is not there, nor is any after it`() {
    let record = record([[1, 2], [], [3, 4, 5], [], [6]], capacity: 4)
    #expect(next(record) == [1, 2])
    #expect(next(record) == [])
    for _ in 0..<4 {
      var count = 0
      #expect(!record.replay { _ in count += 1 })
      #expect(count == 0)
    }
    record.rewind()
    #expect(next(record) == [1, 2])
  }

  @Test func `a batch that fills the record to its last place is there`() {
    let record = record([[7], [8, 9], []], capacity: 3)
    #expect([next(record), next(record), next(record), next(record)] == [[7], [8, 9], [], nil])
  }

  @Test func `a record goes on where it was rewound to, not where it stood`() {
    let record = record([[1], [2], [3]], capacity: 8)
    #expect(next(record) == [1])
    #expect(next(record) == [2])
    record.rewind()
    #expect([next(record), next(record), next(record), next(record)] == [[1], [2], [3], nil])
  }

  @Test func `a bit that four bytes don't hold is a batch that did not fit`() {
    let record = record([[5], [1 << 32], [6]], capacity: 8)
    #expect([next(record), next(record), next(record)] == [[5], nil, nil])
  }
}
