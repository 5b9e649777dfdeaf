import DropBlockReference
import Testing

@testable import DropBlockCommand

struct HeatMapTests {
  @Test func `a law of one, two or three axes becomes a rectangle`() throws {
    let row = HeatMap(try ExactLaw(map: [5], blockSize: [2], gamma: 0.1))
    #expect((row.rows, row.columns, row.slice) == (1, 5, nil))
    let plane = HeatMap(try ExactLaw(map: [3, 5], blockSize: [2, 2], gamma: 0.1))
    #expect((plane.rows, plane.columns, plane.slice) == (3, 5, nil))
    let law = try ExactLaw(map: [4, 3, 5], blockSize: [2, 2, 2], gamma: 0.1)
    let slice = HeatMap(law)
    #expect((slice.rows, slice.columns, slice.slice) == (3, 5, 2))
    #expect(slice.values == Array(law.probabilities[30..<45]))
  }

  @Test func `a picture has a line per row, and a legend up to the largest value`() {
    let map = HeatMap(rows: 2, columns: 3, values: [0, 0.05, 0.1, 0.1, 0.2, 0.19])
    #expect(
      map.picture(shades: false, terminal: Terminal())
        == ["   0 2 5", "   5 9 9", "  0 | 0 1 2 3 4 5 6 7 8 9| 0.2"])
    #expect(
      map.picture(shades: true, terminal: Terminal())
        == ["    ░░▒▒", "  ▒▒████", "  0 |  ░░▒▒▓▓██| 0.2"])
  }

  @Test func `colours are greys that end with the line`() {
    var terminal = Terminal()
    terminal.hasColour = true
    let map = HeatMap(rows: 1, columns: 2, values: [0, 1])
    #expect(
      map.picture(shades: true, terminal: terminal)[0]
        == "  \u{1B}[48;5;232m  \u{1B}[0m\u{1B}[48;5;255m  \u{1B}[0m")
  }

  @Test(arguments: [20, 40, 80, 200])
  func `a picture is never wider than the terminal`(width: Int) {
    var terminal = Terminal()
    terminal.width = width
    for (rows, columns) in [(1, 1), (1, 500), (7, 9), (500, 3), (300, 300)] {
      let values = (0..<rows * columns).map { Double($0 % 7) }
      let map = HeatMap(rows: rows, columns: columns, values: values)
      for line in map.picture(shades: true, terminal: terminal).dropLast(2) {
        #expect(line.count <= width, "\(rows)×\(columns) in \(width)")
      }
    }
  }

  @Test func `a thinned map keeps every k-th unit from the middle`() {
    let map = HeatMap(rows: 4, columns: 6, values: (0..<24).map(Double.init))
    let thin = map.thinned(rows: 2, columns: 3)
    #expect((thin.rows, thin.columns) == (2, 3))
    #expect(thin.values == [7, 9, 11, 19, 21, 23])
    #expect(map.thinned(rows: 4, columns: 6) == map)
  }

  @Test func `a map that is never dropped is drawn too`() {
    let map = HeatMap(rows: 1, columns: 2, values: [0, 0])
    #expect(map.picture(shades: false, terminal: Terminal())[0] == "   0 0")
  }
}
