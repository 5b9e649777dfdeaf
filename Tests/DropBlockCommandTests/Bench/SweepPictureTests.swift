import Foundation
import Testing

@testable import DropBlockCommand

struct SweepPictureTests {
  private var lines: [SweepLine] {
    func line(
      _ name: String, _ work: BenchCase.Work, _ kernel: String?, _ costs: [Double]
    ) -> SweepLine {
      let points = costs.enumerated().map { index, cost in
        SweepLine.Point(units: 4096 << index, nanoseconds: cost)
      }
      return SweepLine(name: name, work: work, kernel: kernel, points: points)
    }
    return [
      line("memcpy", .copy, nil, [0.1, 0.5, 10]),
      line("forward, a<b", .forward, "a<b", [1, 1, 1]),
      line("drop only, portable", .drop, "portable", [0.1, 0.2, 0.4]),
    ]
  }

  private func occurrences(of part: String, in text: String) -> Int {
    text.components(separatedBy: part).count - 1
  }

  @Test func `a picture has a line, a legend and a label for all, and balanced elements`() {
    let svg = SweepPicture(lines: lines, title: "chip & co").svg
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.hasSuffix("</svg>\n"))
    #expect(occurrences(of: "<polyline ", in: svg) == 3)
    #expect(svg.contains("chip &amp; co") && svg.contains("forward, a&lt;b"))
    for label in ["2^12", "2^13", "2^14", "0.1 ns", "1 ns", "10 ns"] {
      #expect(svg.contains(">\(label)</text>"), "\(label)")
    }
    #expect(svg.contains("units of the tensor") && svg.contains("time per unit"))
    for element in ["svg", "title", "text", "polyline"] {
      #expect(occurrences(of: "<\(element)", in: svg) == occurrences(of: "</\(element)>", in: svg))
    }
    #expect(occurrences(of: "stroke=\"#000000\" stroke-width=\"3.0\"", in: svg) == 2)
  }

  @Test func `both axes are logarithmic`() throws {
    let svg = SweepPicture(lines: lines, title: "").svg
    let points = try #require(svg.components(separatedBy: "<polyline points=\"").dropFirst().first)
      .prefix { $0 != "\"" }.split(separator: " ").map { $0.split(separator: ",").map { Int($0) } }
    // A factor of 2 is as wide everywhere, and a factor of 10 as high.
    #expect(points == [[76, 484], [386, 337], [696, 64]])
  }

  @Test func `a picture of nothing is a picture`() {
    #expect(SweepPicture(lines: [], title: "").svg.hasSuffix("</svg>\n"))
  }
}
