/* The seeds of a window of draws; included once for each set of kernels, after philox.h and gaps.h.
 *
 * The includer defines, beside what these ask for, the type `places` of sixteen numbers of 16 bits, and
 *
 *   places_at(x)              x in every lane
 *   gaps_of_run(even, odd)    sixteen gaps in order, from those of the even and of the odd draws, in as
 *                             many vectors as a run has blocks
 *   places_of(gaps, cursor)   where the seeds lie when the draws begin at `cursor`
 *   cursor_behind(places)     where the next draws begin, in every lane
 *   places_to(memory, places) */

enum { RUNS = 4, DRAWS_IN_RUN = 16, BLOCKS_IN_RUN = DRAWS_IN_RUN / 2 / LANES };

/* The first two rounds of a chunk's draws, whose counters are (chunk, counter, 1): what depends on the
 * chunk alone needs no vector. */
TARGET static ALWAYS_INLINE block draws_start(uint64_t chunk, uint32_t counter, uint64_t key) {
  const uint32_t key0 = (uint32_t)key, key1 = high_half(key);
  const uint64_t first0 = (uint64_t)(uint32_t)chunk * PHILOX_M0;
  const lanes first2 = product(counted_from(counter), PHILOX_M1);
  const lanes second0 =
      product(xor2(high_halves(first2), all(high_half(chunk) ^ key0)), PHILOX_M0);
  const uint64_t second2 = (uint64_t)(high_half(first0) ^ 1 ^ key1) * PHILOX_M1;
  block words;
  words.word[0] = xor2(first2, all(high_half(second2) ^ (key0 + PHILOX_W0)));
  words.word[1] = all((uint32_t)second2);
  words.word[2] = xor2(high_halves(second0), all((uint32_t)first0 ^ (key1 + PHILOX_W1)));
  words.word[3] = second0;
  return words;
}

TARGET static void seeds(uint64_t key, uint64_t chunk, uint32_t first, uint32_t runs,
                         uint32_t cursor, uint64_t q, double inverse, uint16_t *memory) {
  /* Four blocks at a time. */
  enum { RUNS_AT_A_TIME = 4 / BLOCKS_IN_RUN };
  const places begin = places_at((uint16_t)cursor);
  places from = begin;
  for (uint32_t done = 0; done < RUNS; done += RUNS_AT_A_TIME) {
    block blocks[4];
    block_pairs pairs[4];
    for (uint32_t b = 0; b < 4; b++) {
      const uint32_t run = done + b / BLOCKS_IN_RUN;
      const uint32_t draw = first + DRAWS_IN_RUN * (run % runs);
      blocks[b] = draws_start(chunk + run / runs, draw / 2 + b % BLOCKS_IN_RUN * LANES, key);
    }
    philox_rounds(blocks, 4, key, pairs);
    for (uint32_t i = 0; i < RUNS_AT_A_TIME; i++) {
      gaps even[BLOCKS_IN_RUN], odd[BLOCKS_IN_RUN];
      for (uint32_t b = 0; b < BLOCKS_IN_RUN; b++) {
        even[b] = gaps_of(pairs[BLOCKS_IN_RUN * i + b].pair[0], q, inverse);
        odd[b] = gaps_of(pairs[BLOCKS_IN_RUN * i + b].pair[1], q, inverse);
      }
      const places found =
          places_of(gaps_of_run(even, odd), (done + i) % runs == 0 ? begin : from);
      from = cursor_behind(found);
      places_to(memory + DRAWS_IN_RUN * (done + i), found);
    }
  }
}
