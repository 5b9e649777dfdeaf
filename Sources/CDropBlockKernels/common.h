/* What the tables share: bits, Philox constants, and the walk over a tensor's lines. */
#ifndef DROPBLOCK_KERNELS_COMMON_H
#define DROPBLOCK_KERNELS_COMMON_H

#include "dropblock_kernels.h"

#ifdef DROPBLOCK_KERNELS_X86

#include <immintrin.h>
#include <string.h>

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

/* The 64 bits of a mask from bit `start` on. */
static ALWAYS_INLINE uint64_t word_from(const uint64_t *mask, ptrdiff_t start) {
  const uint64_t low = mask[start >> 6] >> (start & 63);
  return low | (mask[(start >> 6) + 1] << 1) << (63 - (start & 63));
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

/* Puts the gap of a draw right that the vector search could not settle. */
static ALWAYS_INLINE uint16_t search_gap(uint64_t draw, const uint64_t *survival, unsigned low,
                                         unsigned high) {
  while (low < high) {
    const unsigned middle = (low + high + 1) / 2;
    if (draw < survival[middle])
      low = middle;
    else
      high = middle - 1;
  }
  return (uint16_t)low;
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
