import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct RunExpectationTests {
  static func objection(
    _ item: SubjectCase, _ field: AnswerField, _ shape: [Int]
  ) throws -> String? {
    let type = try #require(field.types.last)
    let blob = try #require(BlobDescription(name: field.rawValue, type: type, shape: shape))
    return CaseExpectation(item).objection(to: blob, as: field)
  }

  @Test func `seeds have the seed grid's shape`() throws {
    var item = SubjectCase.sample(.nchw(2, 3, 5, 7))
    #expect(try Self.objection(item, .seeds, [2, 3, 3, 5]) == nil)
    #expect(try Self.objection(item, .seeds, [2, 3, 5, 7]) != nil)
    item.request.configuration.sharing = .channels
    #expect(try Self.objection(item, .seeds, [2, 1, 3, 5]) == nil)
    item.request.configuration.sharing = .samples
    #expect(try Self.objection(item, .seeds, [1, 3, 3, 5]) == nil)
    item.request.configuration.blockSize = 6
    #expect(try Self.objection(item, .seeds, [1, 3, 1, 2]) == nil)
    item.request.configuration.seedGrid = .whole(.corner)
    #expect(try Self.objection(item, .seeds, [1, 3, 5, 7]) == nil)
  }

  @Test func `counts and scales have one element per scope`() throws {
    var item = SubjectCase.sample(.nchw(2, 3, 5, 7))
    let scopes: [(ScaleRule, Int)] = [
      (.tensor, 1), (.sample, 2), (.map, 6), (.fixed(2), 1), (.none, 1),
    ]
    for (rule, count) in scopes {
      item.request.configuration.scale = rule
      for field in [AnswerField.keptCounts, .scales] {
        #expect(try Self.objection(item, field, [count]) == nil, "\(rule)")
        #expect(try Self.objection(item, field, [count + 1]) != nil, "\(rule)")
      }
    }
  }

  @Test func `an empty tensor has an empty seed grid`() throws {
    let item = SubjectCase.sample(.nchw(2, 0, 5, 7))
    #expect(try Self.objection(item, .seeds, [0, 0, 0, 0]) == nil)
    #expect(try Self.objection(item, .seeds, [2, 0, 3, 5]) == nil)
    #expect(try Self.objection(item, .seeds, [1]) != nil)
    #expect(try Self.objection(item, .output, [2, 0, 5, 7]) == nil)
    #expect(try Self.objection(item, .output, [0]) != nil)
  }

  @Test func `an answer to a malformed request is never longer than its input`() throws {
    var mismatch = SubjectCase.sample(.nchw(1, 1, 2, 2))
    mismatch.request.shape = .nchw(1 << 20, 1 << 20, 2, 2)
    var sizes = mismatch
    sizes.request.shape = .nchw(-1, .max, 2, 2)
    var sides = SubjectCase.sample(.nchw(1, 1, 2, 2))
    sides.request.configuration.blockSize = [0, .min, 3]
    for item in [mismatch, sizes, sides] {
      #expect(try Self.objection(item, .seeds, [4]) == nil)
      #expect(try Self.objection(item, .seeds, [5]) != nil)
      #expect(try Self.objection(item, .scales, [1]) == nil)
      #expect(try Self.objection(item, .keptCounts, [5]) != nil)
    }
    var empty = SubjectCase.sample(.nchw(0, 1, 2, 2))
    empty.request.shape.spatial = [1, 2, 3, 4]
    #expect(try Self.objection(empty, .keptCounts, [1]) == nil)
    #expect(try Self.objection(mismatch, .output, [4]) == nil)
    #expect(try Self.objection(sides, .mask, [1, 1, 2, 2]) == nil)
  }

  @Test func `an empty tensor's scopes are not more than can be read`() throws {
    var item = SubjectCase.sample(.nchw(1, 0, 1, 1))
    item.request.shape.samples = 1 << 40
    item.request.configuration.scale = .sample
    #expect(try Self.objection(item, .keptCounts, [1 << 40]) != nil)
    item.request.shape.samples = 1 << 20
    #expect(try Self.objection(item, .keptCounts, [1 << 20]) == nil)
  }
}
