/// A known way to do one thing, right or wrong, that can explain what was seen.
///
/// The catalogues in `Diagnosis` say what each comes to.
package struct Rule: Sendable, Hashable {
  /// Its stable identifier: what it is about, and which it is, such as `blocks.radius`.
  package let id: String

  /// What it does, in the field's words; the sentence around them is made in `Reports`.
  package let words: String

  /// Whether it gives other masks of the same law: no frequency shows it.
  let keepsLaw: Bool

  init(_ id: String, _ words: String, keepsLaw: Bool = false) {
    self.id = id
    self.words = words
    self.keepsLaw = keepsLaw
  }
}
