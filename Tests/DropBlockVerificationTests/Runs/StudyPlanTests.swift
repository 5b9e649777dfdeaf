import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct StudyPlanTests {
  private let run = VerificationRun(
    EngineSubject.reference(version: "0"), profile: .ci, key: 1)

  @Test(arguments: [0.3, 0.05, 0.01])
  func `the planned maps find the margin, and half of them do not`(margin: Double) throws {
    let maps = try #require(try run.maps(margin: margin))
    func size(_ maps: Int) throws -> Double? {
      var planned = run
      planned.profile.maps = maps
      return try planned.sensitivities().first { $0.requirement == "rate.share" }?.sizes?.upperBound
    }
    #expect(try #require(try size(maps)) <= margin)
    let half = try size(maps / 2)
    #expect(half.map { $0 > margin } ?? true)
  }

  @Test func `more power and smaller margins take more maps`() throws {
    func maps(_ margin: Double, _ power: Double) throws -> [Int] {
      try run.plan(margin: margin, power: power).compactMap(\.maps)
    }
    let base = try maps(0.1, 0.99)
    let surer = try maps(0.1, 0.999_999)
    let finer = try maps(0.05, 0.99)
    #expect(base.count > 10 && base.count == surer.count && base.count == finer.count)
    #expect(zip(base, surer).allSatisfy { $0 <= $1 } && zip(base, finer).allSatisfy { $0 <= $1 })
    #expect(base[0] < surer[0] && base[0] < finer[0])
  }
}
