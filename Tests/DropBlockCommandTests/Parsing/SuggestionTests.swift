import Testing

@testable import DropBlockCommand

struct SuggestionTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "abd", 1),
    ("abc", "xabc", 1), ("kitten", "sitting", 3), ("ab", "ba", 1),
  ])
  func `the distance counts inserts, deletes, replacements and swaps, either way`(
    first: String, second: String, distance: Int
  ) {
    #expect(Suggestion.distance(first, second) == distance)
    #expect(Suggestion.distance(second, first) == distance)
  }

  @Test(arguments: [
    ("aply", "apply"), ("APPLY", "apply"), ("sched", "schedule"), ("schedulle", "schedule"),
    ("lwa", "law"), ("zzz", nil), ("", nil), ("a", nil),
  ])
  func `only what is near is suggested`(text: String, nearest: String?) {
    #expect(Suggestion.nearest(to: text, among: ["apply", "law", "schedule"]) == nearest)
  }
}
