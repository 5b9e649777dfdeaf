import DropBlockGenerators
import Testing

@testable import DropBlockPropertyTesting

@Suite struct PropertyProfileTests {
  @Test func `the environment chooses the profile, and its numbers go before`() {
    #expect(PropertyProfile([:]) == .local)
    #expect(PropertyProfile(["CI": "true"]) == .ci())
    #expect(PropertyProfile(["CI": "true", "PROPERTY_PROFILE": "local"]) == .local)
    #expect(PropertyProfile(["PROPERTY_PROFILE": "nightly"]) == .nightly)
    // A name that is none is passed over: CI's corpus stays as it is.
    for name in ["", "nigthly", "CI"] {
      #expect(PropertyProfile(["CI": "true", "PROPERTY_PROFILE": name]) == .ci(), "\(name)")
    }
    #expect(
      PropertyProfile(["PROPERTY_PROFILE": "ci", "PROPERTY_EPOCH": "0x10"]) == .ci(epoch: 16))
    let given = PropertyProfile(["PROPERTY_KEY": "0xff", "PROPERTY_CASES": "12"])
    #expect(given.keys == .given(255) && given.cases == 12)
    for text in ["key", "", "0x", "-3", "+3", "1.5", "0x-1", "18446744073709551616"] {
      #expect(PropertyProfile(["PROPERTY_KEY": text, "PROPERTY_CASES": text]) == .local, "\(text)")
    }
  }

  @Test func `only a local run writes to the corpus`() {
    for (name, isReadOnly) in [("local", false), ("ci", true), ("nightly", true)] {
      let profile = PropertyProfile(["PROPERTY_PROFILE": name, "PROPERTY_CORPUS": "folder"])
      #expect(profile.corpus?.isReadOnly == isReadOnly)
    }
    #expect(PropertyProfile(["PROPERTY_CORPUS": ""]).corpus == nil)
  }

  @Test func `what a profile says is what its runs are`() {
    let corpus = Corpus(folder: "folder", version: "2", isReadOnly: true)
    let profile = PropertyProfile(
      name: "own", keys: .given(9), cases: 12, shrinkSeconds: 0.5, corpus: corpus)
    let check = profile.check("a", cases: nil)
    #expect(check.name == "a" && check.key == 9 && check.cases == 12)
    #expect(check.shrinkSeconds == 0.5 && check.corpus == corpus)
    // The number that a property asks for goes before the profile's.
    #expect(profile.check("a", cases: 3).cases == 3)
    #expect(PropertyProfile.ci(epoch: 7).check("b", cases: nil).key == 7)
  }

  @Test func `an epoch gives the same key to every run, and chance another one`() {
    let check = PropertyProfile.ci(epoch: 7).check("a", cases: nil)
    #expect(check.key == PropertyProfile.ci(epoch: 7).check("a", cases: 3).key)
    #expect(check.key != PropertyProfile.ci(epoch: 8).check("a", cases: nil).key)
    #expect(
      PropertyProfile.local.check("a", cases: 1).key
        != PropertyProfile.local.check("a", cases: 1).key)
  }
}
