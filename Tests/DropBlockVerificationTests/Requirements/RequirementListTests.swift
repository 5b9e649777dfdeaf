import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct RequirementListTests {
  /// The table of the issue, in its order.
  static let identifiers = [
    "identity.inference", "identity.zero", "values", "mask.blocks", "mask.grid", "mask.sharing",
    "rate.share", "rate.position", "rate.pairs", "rate.masks", "rate.options",
    "independence.channels", "independence.samples", "independence.calls", "independence.maps",
    "scale.factor", "scale.nothing-kept", "scale.few-kept", "scale.large-count",
    "backward.mask", "backward.adjoint", "backward.values", "backward.repeated", "backward.later",
    "block.even", "block.one", "block.whole", "block.clipped",
    "map.non-square", "map.tiny", "rank.1", "rank.3", "layout.nhwc", "layout.strided",
    "batch.empty", "precision.float16", "precision.bfloat16", "precision.float64",
    "random.known-answers", "random.determinism", "random.large", "random.split", "random.threads",
    "schedule.linear", "schedule.paper", "schedule.groups", "schedule.resume", "stages.equal",
    "input.refused", "state.later",
  ]

  @Test func `the identifiers are those that were promised, each once`() {
    #expect(Requirement.all.map(\.id.rawValue) == Self.identifiers)
    #expect(Set(Self.identifiers).count == 50)
  }

  @Test func `every requirement says what it demands, where from, and what breaks`() {
    for requirement in Requirement.all {
      for text in [requirement.demands, requirement.source, requirement.consequence] {
        #expect(text.count > 10, "\(requirement.id): \(text)")
      }
      #expect(requirement.demands.hasSuffix("."), "\(requirement.id)")
      #expect(requirement.consequence.hasSuffix("."), "\(requirement.id)")
      #expect(Requirement.named(requirement.id)?.demands == requirement.demands)
    }
    #expect(Requirement.named("mask.block") == nil)
  }

  @Test func `families follow the list and appear once`() {
    #expect(
      Requirement.families == [
        "identity", "values", "mask", "rate", "independence", "scale", "backward", "block", "map",
        "rank", "layout", "batch", "precision", "random", "schedule", "stages", "input",
        "state",
      ])
  }

  @Test func `no two requirements share the hash that their tokens carry`() {
    let hashes = Requirement.all.map { Token.propertyHash(of: $0.id.rawValue) }
    #expect(Set(hashes).count == hashes.count)
  }

  private func missing(_ declaration: SubjectDeclaration) -> [RequirementID: Lack] {
    let subject = MaskSubject { _, _, _, _, _ in false }
    let examination = Examination(
      subject, declaration: declaration, profile: .quick, key: 1, ledger: Ledger(accounts: 1))
    return Dictionary(
      uniqueKeysWithValues: Requirement.all.compactMap { requirement in
        requirement.missing(examination).map { (requirement.id, $0) }
      })
  }

  @Test func `what is not declared is not judged, and the reason is given`() {
    let bare = missing(SubjectDeclaration(name: "bare", version: "0"))
    #expect(
      Set(bare.keys) == [
        "backward.mask", "backward.adjoint", "backward.values", "backward.repeated",
        "backward.later", "rank.1", "rank.3", "layout.nhwc", "layout.strided",
        "batch.empty", "precision.float16", "precision.bfloat16", "precision.float64",
        "random.known-answers", "random.determinism", "random.large", "random.split",
        "random.threads",
        "schedule.linear", "schedule.paper", "schedule.groups", "schedule.resume", "stages.equal",
        "state.later",
      ])
    #expect(bare[.precisionFloat16] == .elementType(.float16))
    #expect(bare[.scheduleLinear] == .schedule(.linear))
    #expect(bare[.scheduleResume] == .schedules && bare[.stagesEqual] == .randomStream)
  }

  @Test func `of a subject that offers everything everything is judged`() {
    #expect(missing(.everything(named: "all", version: "0")).isEmpty)
  }

  @Test func `of blocks of one size what is about others is not judged`() {
    var declaration = SubjectDeclaration.everything(named: "all", version: "0")
    declaration.blocks = .one
    let ofUnits: [RequirementID] = [.maskBlocks, .blockEven, .blockWhole, .blockClipped]
    #expect(
      missing(declaration) == Dictionary(uniqueKeysWithValues: ofUnits.map { ($0, .blocks(.one)) }))
    declaration.scales = [.expectation]
    #expect(missing(declaration)[.scaleLargeCount] == .count)
    declaration.blocks = .map
    declaration.scales = [.tensor]
    let ofMaps: [RequirementID] = [
      .maskGrid, .independenceMaps, .scaleLargeCount, .blockEven, .blockOne, .blockClipped,
    ]
    #expect(
      missing(declaration) == Dictionary(uniqueKeysWithValues: ofMaps.map { ($0, .blocks(.map)) }))
  }

  @Test func `declared sharing leaves nothing to be independent`() {
    var declaration = SubjectDeclaration(name: "shared", version: "0")
    declaration.sharings = [.channels]
    #expect(missing(declaration)[.independenceChannels] == .ownMasks(.channels))
    #expect(missing(declaration)[.independenceSamples] == nil)
    declaration.sharings = [.samples]
    #expect(missing(declaration)[.independenceSamples] == .ownMasks(.samples))
    declaration.ranks = [1]
    #expect(missing(declaration)[.mapNonSquare] == .severalAxes)
  }
}
