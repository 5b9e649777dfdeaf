import Foundation
import Testing

@testable import DropBlockGenerators

@Suite struct CalendarDayTests {
  @Test func `a day has the text that Foundation gives it`() throws {
    let style = Date.ISO8601FormatStyle().year().month().day()
    for day in stride(from: 0, through: 200_000, by: 37) {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400)
      #expect(CalendarDay.text(ofDay: day) == date.formatted(style))
    }
    #expect(CalendarDay.text(ofDay: 11_016) == "2000-02-29")
    #expect(CalendarDay.isDay(CalendarDay.today[...]))
  }

  @Test(arguments: [
    "", "2025", "2025-1-01", "2025-13-01", "2025-00-01", "2025-01-32", "2025-01-00", "20a5-01-01",
    "2025-01-01 ", "2025-+1-01", "２025-01-01", "2025-01-01-",
  ])
  func `another text is no day`(text: String) {
    #expect(!CalendarDay.isDay(text[...]))
    #expect(CalendarDay.isDay("2025-12-31"))
  }
}
