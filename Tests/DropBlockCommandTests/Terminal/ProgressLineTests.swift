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
}
