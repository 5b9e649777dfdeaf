/* What the tables share: bits, Philox constants, and the walk over a tensor's lines. */
#ifndef DROPBLOCK_KERNELS_COMMON_H
#define DROPBLOCK_KERNELS_COMMON_H

#include "dropblock_kernels.h"

#ifdef DROPBLOCK_KERNELS_X86

#include <immintrin.h>
#include <string.h>

__extension__ typedef unsigned __int128 unsigned_128;

#define ALWAYS_INLINE inline __attribute__((always_inline))

enum {
  PAGE = 4096,
  /* Lines are worked on four at a time; so many bytes are asked for ahead of them. */
  STEP = 256,
  AHEAD_IN_PAGE = 512,
  AHEAD = 1024
};

/* At least 57 bits of a mask from bit `start` on. */
static ALWAYS_INLINE uint64_t bits_from(const uint64_t *mask, ptrdiff_t start) {
  uint64_t word;
  memcpy(&word, (const char *)mask + (start >> 3), sizeof word);
  return word >> (start & 7);
}

/* The float nearest to `value` of those with an odd last bit, or the value itself where it is a
 * float: a later rounding to fewer bits then rounds as if from `value`. */
static ALWAYS_INLINE float odd_float(double value) {
  float narrow = (float)value;
  const double back = narrow;
  if (back == value || value != value) return narrow;
  uint32_t bits;
  memcpy(&bits, &narrow, sizeof bits);
  if ((back < 0 ? -back : back) > (value < 0 ? -value : value)) bits -= 1;
  bits |= 1;
  memcpy(&narrow, &bits, sizeof narrow);
  return narrow;
}

/* x times the factor, for numbers so small that a float can't hold the error of the product. */
static ALWAYS_INLINE uint16_t scale_one_bfloat16(uint16_t x, float factor) {
  const uint32_t wide = (uint32_t)x << 16;
  float value;
  memcpy(&value, &wide, sizeof value);
  const float product = odd_float((double)value * (double)factor);
  uint32_t bits;
  memcpy(&bits, &product, sizeof bits);
  if (product != product) return (uint16_t)(bits >> 16 | 0x40);
  return (uint16_t)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

#define PHILOX_M0 0xD2511F53u
#define PHILOX_M1 0xCD9E8D57u
#define PHILOX_W0 0x9E3779B9u
#define PHILOX_W1 0xBB67AE85u

/* The longest gap that is told apart: a chunk. */
#define CHUNK 4096

/* The logarithm of a draw u = U / 2^64, for vectors of e and m with U = m 2^e, 1 <= m < 2:
 *
 *   ln u = (e - 63.5) ln 2 + 2 artanh(s),  s = (m - sqrt 2) / (m + sqrt 2),  |s| < 0.1716
 *
 * artanh s = s + s^3/3 + ... + s^9/9, and what is left out is below s^11/11 / (1 - s^2) < 2^-31. With s
 * off by less than 2^-29 of itself, ln u is off by less than 2^-29.
 *
 * The gap is the largest k with U < S_k. Since 2^64 q^k - k < S_k <= 2^64 q^k, a gap of k or more has
 * t = ln u / ln q > k, and t >= k + k / (U |ln q|) is enough for one; k is at most 2^12, and U below 2^42
 * is left to the definition, so that k / U is at most 2^-30. Where t +- doubt have the same whole part,
 * that is the gap; elsewhere the definition decides, step by step. */
#define LN2 0.69314718055994530942
#define SQRT2 1.41421356237309504880
/* 2^-29 for the logarithm, 2^-30 for k / U, and as much to spare. */
#define LOGARITHM_ERROR 0x1p-28
/* t is at most a chunk and a bit where it matters, and 1 / ln q relatively off by less than 2^-50. */
#define QUOTIENT_ERROR 0x1p-37
#define LEAST_DRAW 0x1p42

/* The gap by the definition: S_0 = 2^64, S_k = floor(S_(k-1) q / 2^64). */
static uint16_t gap_step_by_step(uint64_t draw, uint64_t q) {
  unsigned gap = 0;
  for (uint64_t survival = q; gap < CHUNK && draw < survival; gap++)
    survival = (uint64_t)((unsigned_128)survival * q >> 64);
  return (uint16_t)gap;
}

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

#define POPULATION_BODY                                                      \
  if (count <= 0) return 0;                                                  \
  const ptrdiff_t first = start >> 6;                                        \
  const ptrdiff_t last = (start + count - 1) >> 6;                           \
  const uint64_t head = ~UINT64_C(0) << (start & 63);                        \
  const uint64_t tail = ~UINT64_C(0) >> (63 - ((start + count - 1) & 63));   \
  if (first == last) return __builtin_popcountll(mask[first] & head & tail); \
  ptrdiff_t sum = __builtin_popcountll(mask[first] & head);                  \
  for (ptrdiff_t i = first + 1; i < last; i++)                               \
    sum += __builtin_popcountll(mask[i]);                                    \
  return sum + __builtin_popcountll(mask[last] & tail);

#endif
#endif
