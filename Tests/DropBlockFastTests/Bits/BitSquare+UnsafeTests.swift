import Testing

@testable import DropBlockFast

@Suite struct BitSquareTests {
  @Test func `bit j of row i becomes bit i of row j, and turning twice changes nothing`() {
    var choices = Choices(1)
    for round in 0..<10 {
      var square = BitSquare()
      for row in 0..<64 {
        square.rows[row] = round % 2 == 0 ? choices.next() : choices.next() & choices.next()
      }
      let before = square.rows
      square.transpose()
      var wanted = [UInt64](repeating: 0, count: 64)
      for row in 0..<64 {
        for column in 0..<64 {
          wanted[column] |= (before[row] >> UInt64(column) & 1) << UInt64(row)
        }
      }
      #expect(square.rows.hasBytes(of: wanted), "round \(round)")
      square.transpose()
      #expect(square.rows.hasBytes(of: before), "round \(round)")
    }
  }

  @Test func `one bit goes to the place across the diagonal`() {
    for (row, column) in [(0, 0), (0, 63), (63, 0), (31, 32), (32, 31), (5, 40), (63, 63)] {
      var square = BitSquare()
      square.rows[row] = 1 << UInt64(column)
      square.transpose()
      var wanted = [UInt64](repeating: 0, count: 64)
      wanted[column] = 1 << UInt64(row)
      #expect(square.rows == wanted, "\(row), \(column)")
    }
  }
}
