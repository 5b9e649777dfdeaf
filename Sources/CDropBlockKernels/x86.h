/* What the sets of kernels for x86-64 share. */
#ifndef DROPBLOCK_KERNELS_X86_H
#define DROPBLOCK_KERNELS_X86_H

#include "common.h"

#include <immintrin.h>

typedef __m256i places;

__attribute__((target("avx2"))) static ALWAYS_INLINE places places_at(uint16_t x) {
  return _mm256_set1_epi16((short)x);
}

__attribute__((target("avx2"))) static ALWAYS_INLINE void places_to(uint16_t *memory, places x) {
  _mm256_storeu_si256((__m256i *)(void *)memory, x);
}

__attribute__((target("bmi2"))) static ALWAYS_INLINE uint64_t spread(uint64_t low, uint64_t high) {
  return _pdep_u64(low, 0x3333333333333333) | _pdep_u64(high, 0xCCCCCCCCCCCCCCCC);
}

/* The places of sixteen seeds from their gaps, when the cursor stands at `cursor` in all lanes: each
 * gap and the seed behind it move the cursor on. Sums saturate far beyond a chunk. */
__attribute__((target("avx2"))) static ALWAYS_INLINE places places_of(places gaps,
                                                                      places cursor) {
  __m256i sum = _mm256_adds_epu16(gaps, _mm256_set1_epi16(1));
  sum = _mm256_adds_epu16(sum, _mm256_slli_si256(sum, 2));
  sum = _mm256_adds_epu16(sum, _mm256_slli_si256(sum, 4));
  sum = _mm256_adds_epu16(sum, _mm256_slli_si256(sum, 8));
  /* The low eight's total is added to the high eight. */
  const __m256i low = _mm256_permute2x128_si256(sum, sum, 0x08);
  sum = _mm256_adds_epu16(sum, _mm256_shuffle_epi8(low, _mm256_set1_epi16(0x0F0E)));
  return _mm256_subs_epu16(_mm256_adds_epu16(sum, cursor), _mm256_set1_epi16(1));
}

/* Where the cursor stands behind sixteen seeds, in all lanes. */
__attribute__((target("avx2"))) static ALWAYS_INLINE places cursor_behind(places found) {
  const __m256i high = _mm256_permute2x128_si256(found, found, 0x11);
  const __m256i last = _mm256_shuffle_epi8(high, _mm256_set1_epi16(0x0F0E));
  return _mm256_adds_epu16(last, _mm256_set1_epi16(1));
}

#endif
