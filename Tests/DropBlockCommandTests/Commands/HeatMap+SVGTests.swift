import Foundation
import Testing

@testable import DropBlockCommand

struct HeatMapSVGTests {
  private let map = HeatMap(rows: 2, columns: 3, values: [0, 0.05, 0.1, 0.1, 0.2, 0.19])

  private func occurrences(of part: String, in text: String) -> Int {
    text.components(separatedBy: part).count - 1
  }

  @Test func `a picture has a cell and a number per unit, a legend, and balanced elements`() {
    let svg = map.svg(summary: [("share", "0.1")])
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.hasSuffix("</svg>\n"))
    #expect(occurrences(of: "<title>", in: svg) == 6)
    for number in ["0.00", "5.00", "10.00", "20.00", "19.00"] {
      #expect(svg.contains(">\(number)</text>"), "\(number)")
    }
    for tick in ["0.000 %", "5.000 %", "10.000 %", "15.000 %", "20.000 %"] {
      #expect(svg.contains(">\(tick)</text>"), "\(tick)")
    }
    for element in ["svg", "title", "text"] {
      #expect(occurrences(of: "<\(element)", in: svg) == occurrences(of: "</\(element)>", in: svg))
    }
  }

  @Test func `text cannot break out of its element`() {
    let svg = map.svg(summary: [("a<b", "c & d")])
    #expect(svg.contains("a&lt;b") && svg.contains("c &amp; d"))
  }

  @Test func `a large map is thinned`() {
    let large = HeatMap(rows: 1000, columns: 1000, values: Array(repeating: 0.5, count: 1_000_000))
    #expect(occurrences(of: "<title>", in: large.svg(summary: [])) <= 256 * 256)
  }

  @Test func `colours grow darker with the value`() throws {
    #expect(HeatMap.colour(0) == "#f7faff" && HeatMap.colour(1) == "#081d58")
    #expect(HeatMap.colour(-1) == HeatMap.colour(0) && HeatMap.colour(9) == HeatMap.colour(1))
    let sums = try (0...30).map { step in
      let text = HeatMap.colour(Double(step) / 30).dropFirst()
      let value = try #require(Int(text, radix: 16))
      return (value >> 16) + (value >> 8 & 255) + (value & 255)
    }
    #expect(sums == sums.sorted(by: >))
  }
}
