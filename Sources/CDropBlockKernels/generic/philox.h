/* Philox4x32-10 on blocks of LANES counters; included once for each set of kernels.
 *
 * The includer defines TARGET, LANES, the type `lanes` of so many lanes of 64 bits, and
 *
 *   all(x)                  x in every lane
 *   counted_from(x)         x, x + 1, ... lane by lane
 *   product(lanes, x)       the products of the low halves with x
 *   high_halves(lanes)      the high halves brought down; what comes into the high halves is anything
 *   xor2(a, b), xor3(a, b, c)
 *   side_by_side(p, w, k)   in the low halves the high half of p, xored with w and k, and in the high
 *                           halves the low half of p */

/* The words of LANES counters, each in the low half of its lane; high halves are anything. */
typedef struct {
  lanes word[4];
} block;

/* The words side by side, the even one in the low half of its lane: 0 and 1, 2 and 3. */
typedef struct {
  lanes pair[2];
} block_pairs;

static ALWAYS_INLINE uint32_t high_half(uint64_t x) { return (uint32_t)(x >> 32); }

/* What rounds three to ten make of `blocks` blocks; the key is that of the first. The last round leaves
 * its words side by side, where they are compared. */
TARGET static ALWAYS_INLINE void philox_rounds(block *counters, int blocks, uint64_t key,
                                               block_pairs *results) {
  uint32_t key0 = (uint32_t)key + 2 * PHILOX_W0, key1 = high_half(key) + 2 * PHILOX_W1;
  /* Unrolled, so that no word has to move to another register between rounds. */
#pragma GCC unroll 7
  for (int round = 2; round < 9; round++) {
    for (int b = 0; b < blocks; b++) {
      lanes *word = counters[b].word;
      const lanes product0 = product(word[0], PHILOX_M0);
      const lanes product2 = product(word[2], PHILOX_M1);
      word[0] = xor3(high_halves(product2), word[1], all(key0));
      word[1] = product2;
      word[2] = xor3(high_halves(product0), word[3], all(key1));
      word[3] = product0;
    }
    key0 += PHILOX_W0;
    key1 += PHILOX_W1;
  }
  for (int b = 0; b < blocks; b++) {
    const lanes *word = counters[b].word;
    const lanes product0 = product(word[0], PHILOX_M0);
    const lanes product2 = product(word[2], PHILOX_M1);
    results[b].pair[0] = side_by_side(product2, word[1], all(key0));
    results[b].pair[1] = side_by_side(product0, word[3], all(key1));
  }
}
