import Testing

@testable import DropBlockFast

@Suite struct PhiloxTests {
  /// Counter, key and block of the published known answers (Random123, `kat_vectors`).
  static let known: [(counter: [UInt32], key: UInt64, block: [UInt32])] = [
    ([0, 0, 0, 0], 0, [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
    (
      [.max, .max, .max, .max], .max, [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
    ),
    (
      [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], 0x299f_31d0_a409_3822,
      [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    ),
  ]

  @Test func `every lane gives the published known answers`() {
    for (counter, key, block) in Self.known {
      let words = Philox(key: key).words(
        (
          .init(repeating: counter[0]), .init(repeating: counter[1]),
          .init(repeating: counter[2]), .init(repeating: counter[3])
        ))
      for lane in 0..<8 {
        let got = [words.0[lane], words.1[lane], words.2[lane], words.3[lane]]
        #expect(got == block, "counter \(counter), key \(key), lane \(lane)")
      }
    }
  }

  @Test func `the oracle of these tests gives the published known answers`() {
    for (counter, key, block) in Self.known {
      #expect(Oracle.philox(counter, key: key) == block)
    }
  }

  @Test func `eight lanes equal one lane, also where the low counter word wraps`() {
    for first: UInt64 in [0, 1, 0xFFFF_FFF8, 0xFFFF_FFFB, 0xFFFF_FFFF, 0x7_FFFF_FFFD, .max - 3] {
      let words = Philox(key: 0xDEAD_BEEF_0123_4567).words(Philox.consecutive(from: first))
      for lane in 0..<8 {
        let number = first &+ UInt64(lane)
        let wanted = Oracle.philox(
          [UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32), 0, 0],
          key: 0xDEAD_BEEF_0123_4567)
        let got = [words.0[lane], words.1[lane], words.2[lane], words.3[lane]]
        #expect(got == wanted, "counter \(number)")
      }
    }
  }
}
