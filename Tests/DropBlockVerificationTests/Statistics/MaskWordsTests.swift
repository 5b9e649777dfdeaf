import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct MaskWordsTests {
  @Test(arguments: [1, 7, 63, 64, 65, 130], [ElementType.float32, .float16, .bfloat16, .float64])
  func `every zero of either sign is one bit`(units: Int, type: ElementType) {
    var dropped: [[Int]] = []
    var values: [Double] = []
    for map in 0..<9 {
      let isDropped = (0..<units).map { map > 2 && mixed(map, $0) % 3 == 0 }
      dropped.append(isDropped.indices.filter { isDropped[$0] })
      values += isDropped.enumerated().map { $1 ? ($0 % 2 == 0 ? 0 : -0.0) : 1.5 }
    }
    let words = MaskWords(zerosOf: TensorBits(values, as: type), units: units)
    #expect(words.count == 9)
    for map in 0..<9 {
      var listed: [Int] = []
      words.forEachDropped(in: map) { listed.append($0) }
      #expect(listed == dropped[map])
      #expect(words.droppedCount(map) == dropped[map].count)
      #expect((0..<units).filter { words.isDropped($0, in: map) } == dropped[map])
      let next = (map + 1) % 9
      let common = Set(dropped[map]).intersection(dropped[next]).count
      #expect(words.common(map, with: words, next) == common)
    }
  }

  @Test func `NaN and the least numbers are not zero`() {
    let values = [Double.nan, .infinity, .leastNonzeroMagnitude, 0]
    #expect(MaskWords(zerosOf: TensorBits(values, as: .float64), units: 4).words == [0b1000])
  }
}
