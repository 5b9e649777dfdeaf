import Synchronization
import Testing

@testable import DropBlockCommand

struct InterruptionTests {
  private final class Record: Sendable {
    let numbers = Mutex<[Int]>([])
    func add(_ number: Int) { numbers.withLock { $0.append(number) } }
  }

  private struct Refused: Error {}

  @Test func `hooks run once, the latest first, and the last thing after them`() throws {
    let interruption = Interruption()
    let record = Record()
    for number in 1...3 { _ = interruption.begin({ 0 }, undo: { record.add(number) }) }
    interruption.run { record.add(0) }
    interruption.run()
    #expect(record.numbers.withLock(\.self) == [3, 2, 1, 0])
  }

  @Test func `a removed hook does not run`() throws {
    let interruption = Interruption()
    let record = Record()
    let hooks = (1...3).map { number in
      interruption.begin({ 0 }, undo: { record.add(number) }).hook
    }
    interruption.remove(hooks[1])
    interruption.run()
    #expect(record.numbers.withLock(\.self) == [3, 1])
  }

  @Test func `what did not begin is not undone`() throws {
    let interruption = Interruption()
    let record = Record()
    #expect(throws: Refused.self) {
      try interruption.begin({ () throws(Refused) in throw Refused() }, undo: { record.add(1) })
    }
    interruption.run()
    #expect(record.numbers.withLock(\.self).isEmpty)
  }
}
