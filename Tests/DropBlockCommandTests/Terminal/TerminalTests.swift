import Testing

@testable import DropBlockCommand

struct TerminalTests {
  @Test func `the terminal's own width comes first, then the stated one, then 80`() {
    #expect(Terminal(columns: 120, environment: ["COLUMNS": "60"]).width == 120)
    #expect(Terminal(columns: 0, environment: ["COLUMNS": "60"]).width == 60)
    #expect(Terminal(columns: nil, environment: ["COLUMNS": "60"]).width == 60)
    for columns in ["", "0", "-5", "wide"] {
      #expect(Terminal(columns: nil, environment: ["COLUMNS": columns]).width == 80)
    }
    #expect(Terminal(columns: 3, environment: [:]).width == 20)
  }

  @Test func `colours are for a terminal that has them and a user who wants them`() {
    #expect(Terminal(columns: 80, environment: [:]).hasColour)
    #expect(Terminal(columns: 80, environment: ["NO_COLOR": ""]).hasColour)
    #expect(!Terminal(columns: 80, environment: ["NO_COLOR": "1"]).hasColour)
    #expect(!Terminal(columns: 80, environment: ["TERM": "dumb"]).hasColour)
    #expect(!Terminal(columns: nil, environment: [:]).hasColour)
  }

  @Test(arguments: [["TERM": "dumb"], ["NO_COLOR": "1"]])
  func `where no control sequences are wanted no progress is drawn`(environment: [String: String]) {
    let console = CapturedConsole()
    console.terminal = Terminal(columns: 80, environment: environment)
    console.errorTerminal = console.terminal
    for isAlone in [false, true] {
      var line = ProgressLine(console, isAlone: isAlone)
      line.show("mask.blocks", 0.5)
      line.clear()
    }
    #expect(console.errors.isEmpty, "\(console.errors.debugDescription)")
    #expect(!console.terminal.hasColour)
  }

  @Test func `the first locale that is set decides about characters`() {
    #expect(Terminal(columns: nil, environment: ["LANG": "C.UTF-8"]).hasUnicode)
    #expect(Terminal(columns: nil, environment: ["LC_ALL": "", "LANG": "de_DE.utf8"]).hasUnicode)
    #expect(!Terminal(columns: nil, environment: ["LC_ALL": "C", "LANG": "C.UTF-8"]).hasUnicode)
    #expect(!Terminal(columns: nil, environment: [:]).hasUnicode)
  }
}
