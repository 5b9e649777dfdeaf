/// A command line that cannot be carried out: one sentence that names the word and what is admissible.
struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
