/* What the sets of kernels for x86-64 share. */
#ifndef DROPBLOCK_KERNELS_X86_H
#define DROPBLOCK_KERNELS_X86_H

#include "common.h"

#include <immintrin.h>

/* The places of sixteen seeds from their gaps, when the cursor stands at `cursor` in all lanes: each
 * gap and the seed behind it move the cursor on. Sums saturate far beyond a chunk. */
__attribute__((target("avx2"))) static ALWAYS_INLINE __m256i places_of(__m256i gaps,
                                                                       __m256i cursor) {
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
__attribute__((target("avx2"))) static ALWAYS_INLINE __m256i cursor_behind(__m256i places) {
  const __m256i high = _mm256_permute2x128_si256(places, places, 0x11);
  const __m256i last = _mm256_shuffle_epi8(high, _mm256_set1_epi16(0x0F0E));
  return _mm256_adds_epu16(last, _mm256_set1_epi16(1));
}

#endif
