/* Zeroing the units that a mask drops and touching no other line; included by avx512.c.
 *
 * Which lines those are is read off the mask for 64 lines at a time, and then they are gone through one
 * after the other: a test of every line would be a branch that nobody can foresee. The lines of two
 * pages further on are asked for meanwhile. The first units are done apart, so that a store falls on
 * one line. */

enum { PAGES_AHEAD = 2 };

/* The 512 bits of a mask from bit `start` on. */
TARGET static ALWAYS_INLINE __m512i vector_from(const uint64_t *mask, ptrdiff_t start) {
  const uint64_t *word = mask + (start >> 6);
  const __m512i low = _mm512_srl_epi64(_mm512_loadu_si512(word), _mm_cvtsi64_si128(start & 63));
  const __m512i high = _mm512_slli_epi64(_mm512_loadu_si512(word + 1), 1);
  return _mm512_or_si512(low, _mm512_sll_epi64(high, _mm_cvtsi64_si128(63 - (start & 63))));
}

/* The lines that a mask touches among 64 from bit `start` on, the first in the lowest bit. A line is 32,
 * 16 or 8 units of 16, 32 or 64 bits. */
TARGET static ALWAYS_INLINE uint64_t touched_16(const uint64_t *mask, ptrdiff_t start) {
  uint64_t lines = 0;
  for (int i = 0; i < 4; i++) {
    const __m512i bits = vector_from(mask, start + 512 * i);
    lines |= (uint64_t)_mm512_test_epi32_mask(bits, bits) << 16 * i;
  }
  return lines;
}

TARGET static ALWAYS_INLINE uint64_t touched_32(const uint64_t *mask, ptrdiff_t start) {
  const __m512i low = vector_from(mask, start), high = vector_from(mask, start + 512);
  return (uint64_t)_mm512_test_epi16_mask(low, low) |
         (uint64_t)_mm512_test_epi16_mask(high, high) << 32;
}

TARGET static ALWAYS_INLINE uint64_t touched_64(const uint64_t *mask, ptrdiff_t start) {
  const __m512i bits = vector_from(mask, start);
  return _mm512_test_epi8_mask(bits, bits);
}

#define DEFINE_CLEAR(width, type, mask_type, lanes)                                             \
  /* Less than 64 lines; the first of them need not begin where a line does. */                 \
  TARGET static ALWAYS_INLINE void clear_part_##width(type *output, ptrdiff_t count,            \
                                                      const uint64_t *mask, ptrdiff_t start) {  \
    for (ptrdiff_t done = 0; done < count; done += lanes) {                                     \
      uint64_t bits = bits_from(mask, start + done);                                            \
      if (count - done < lanes) bits &= ~(~UINT64_C(0) << (count - done));                      \
      if ((mask_type)bits != 0)                                                                 \
        _mm512_mask_storeu_epi##width(output + done, (mask_type)bits, _mm512_setzero_si512());  \
    }                                                                                           \
  }                                                                                             \
                                                                                                \
  TARGET static void clear_##width(void *tensor, ptrdiff_t count, const uint64_t *mask,         \
                                   ptrdiff_t start) {                                           \
    type *output = tensor;                                                                      \
    const ptrdiff_t page = 64 * lanes;                                                          \
    const ptrdiff_t head = (ptrdiff_t)((0 - (uintptr_t)output) % 64 / sizeof(type));            \
    ptrdiff_t done = head < count ? head : count;                                               \
    clear_part_##width(output, done, mask, start);                                              \
    for (; count - done >= page; done += page) {                                                \
      if (count - done >= (PAGES_AHEAD + 1) * page) {                                           \
        const ptrdiff_t ahead = done + PAGES_AHEAD * page;                                      \
        uint64_t lines = touched_##width(mask, start + ahead);                                  \
        for (; lines != 0; lines &= lines - 1)                                                  \
          __builtin_prefetch(output + ahead + lanes * __builtin_ctzll(lines), 1, 3);            \
      }                                                                                         \
      uint64_t lines = touched_##width(mask, start + done);                                     \
      for (; lines != 0; lines &= lines - 1) {                                                  \
        const ptrdiff_t place = done + lanes * __builtin_ctzll(lines);                          \
        _mm512_mask_storeu_epi##width(output + place,                                           \
                                      (mask_type)bits_from(mask, start + place),                \
                                      _mm512_setzero_si512());                                  \
      }                                                                                         \
    }                                                                                           \
    clear_part_##width(output + done, count - done, mask, start + done);                        \
  }
