/* The sampler `bernoulli`; included once for each set of kernels, after philox.h.
 *
 * The includer defines, beside what philox.h asks for,
 *
 *   limits, limits_of(threshold)  a threshold in every lane, as are_under compares with it
 *   are_under(pair, limits)       a bit for each half of a lane, the lowest first
 *   spread(low, high)             bits 4 i and 4 i + 1 from bits 2 i and 2 i + 1 of `low`, and the
 *                                 two bits behind them from `high` */

enum { COUNTERS_IN_WORD = 16, BLOCKS_IN_WORD = COUNTERS_IN_WORD / LANES };

/* The first two rounds, whose counters are (c, 0): what depends on the high half of c only is the same
 * in all lanes, and needs no vector. */
TARGET static ALWAYS_INLINE block bernoulli_start(uint64_t counter, uint64_t key) {
  const uint32_t key0 = (uint32_t)key, key1 = high_half(key);
  const lanes first0 = product(counted_from((uint32_t)counter), PHILOX_M0);
  const uint64_t second0 = (uint64_t)(high_half(counter) ^ key0) * PHILOX_M0;
  const lanes second2 = product(xor2(high_halves(first0), all(key1)), PHILOX_M1);
  block words;
  words.word[0] = xor2(high_halves(second2), all(key0 + PHILOX_W0));
  words.word[1] = second2;
  words.word[2] = xor2(first0, all(high_half(second0) ^ (key1 + PHILOX_W1)));
  words.word[3] = all((uint32_t)second0);
  return words;
}

/* The positions of a block of counters: bit 4 l + w is word w of counter l. */
TARGET static ALWAYS_INLINE uint64_t seed_bits(const block_pairs *words, limits threshold) {
  return spread(are_under(words->pair[0], threshold), are_under(words->pair[1], threshold));
}

/* `count` words, of at most four blocks together. */
TARGET static ALWAYS_INLINE void bernoulli_words(uint64_t key, uint64_t first, limits threshold,
                                                 uint64_t *words, int count) {
  block blocks[4];
  block_pairs pairs[4];
  for (int b = 0; b < BLOCKS_IN_WORD * count; b++)
    blocks[b] = bernoulli_start(first * COUNTERS_IN_WORD + (uint64_t)b * LANES, key);
  philox_rounds(blocks, BLOCKS_IN_WORD * count, key, pairs);
  for (int i = 0; i < count; i++) {
    words[i] = 0;
    for (int b = 0; b < BLOCKS_IN_WORD; b++)
      words[i] |= seed_bits(&pairs[BLOCKS_IN_WORD * i + b], threshold) << 4 * LANES * b;
  }
}

TARGET static void bernoulli(uint64_t key, uint64_t first, uint32_t threshold, uint64_t *words,
                             ptrdiff_t count) {
  enum { WORDS = 4 / BLOCKS_IN_WORD };
  const limits limit = limits_of(threshold);
  ptrdiff_t done = 0;
  for (; count - done >= WORDS; done += WORDS)
    bernoulli_words(key, first + (uint64_t)done, limit, words + done, WORDS);
  for (; done < count; done++)
    bernoulli_words(key, first + (uint64_t)done, limit, words + done, 1);
}
