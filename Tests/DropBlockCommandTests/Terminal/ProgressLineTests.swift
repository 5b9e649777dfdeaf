import Testing

@testable import DropBlockCommand

struct ProgressLineTests {
  @Test func `progress is for people and leaves no trace`() {
    let console = CapturedConsole()
    var line = ProgressLine(console)
    line.show("mask.blocks", 0.5)
    line.clear()
    #expect(console.errors.isEmpty)
    console.terminal.isInteractive = true
    console.errorTerminal.isRedrawn = true
    line.show("mask.blocks", 0.5)
    line.show("mask.blocks", 0.501)
    line.show("mask.blocks", 7)
    #expect(console.errors.contains("mask.blocks 50 %") && console.errors.contains("100 %"))
    #expect(console.errors.split(separator: "50 %").count == 2)
    line.clear()
    line.clear()
    #expect(console.errors.hasSuffix("100 %\r\u{1B}[K"))
  }

  @Test func `a log has a line every half minute, which says how far the run is`() {
    let console = CapturedConsole()
    var now = 0.0
    var line = ProgressLine(console) { now }
    for step in 0...70 {
      now = Double(step)
      line.show("mask.blocks", 0.5, of: "3 of 50 requirements, about 9 s left")
    }
    line.clear()
    let told = "dropblock: mask.blocks 50 %, 3 of 50 requirements, about 9 s left\n"
    #expect(console.errors == told + told)
  }

  @Test func `a line that is drawn again is no longer than the terminal is wide`() {
    let console = CapturedConsole()
    console.terminal.isInteractive = true
    console.errorTerminal.isRedrawn = true
    console.errorTerminal.width = 30
    var line = ProgressLine(console)
    line.show("mask.blocks", 0.5, of: "3 of 50 requirements, about 9 s left")
    #expect(console.errors == "\r\u{1B}[K  … mask.blocks 50 %, 3 of 50")
  }

  @Test(
    arguments: [
      (nil, "3 of 50 requirements"), (-2, "3 of 50 requirements"),
      (9.2, "3 of 50 requirements, about 9 s left"),
      (700, "3 of 50 requirements, about 11 min left"),
    ] as [(Double?, String)])
  func `how long a run takes yet is said where it is known`(left: Double?, words: String) {
    #expect(Judging.whole(3, 50, left: left) == words)
  }
}
