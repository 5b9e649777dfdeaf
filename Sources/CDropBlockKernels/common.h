/* What all sets of kernels share, whatever their instructions: bits of a mask, and constants. */
#ifndef DROPBLOCK_KERNELS_COMMON_H
#define DROPBLOCK_KERNELS_COMMON_H

#include "dropblock_kernels.h"

#include <string.h>

#define ALWAYS_INLINE inline __attribute__((always_inline))

/* At least 57 bits of a mask from bit `start` on. */
static ALWAYS_INLINE uint64_t bits_from(const uint64_t *mask, ptrdiff_t start) {
  uint64_t word;
  memcpy(&word, (const char *)mask + (start >> 3), sizeof word);
  return word >> (start & 7);
}

/* A line of 64 bytes, and the first units of one: their products with a factor, or +0 where the keep
 * bit is 0. Input and output may be the same. */
typedef void line_function(const void *input, void *output, uint64_t keep, double factor,
                           int streaming);
typedef void part_function(const void *input, void *output, ptrdiff_t count, uint64_t keep,
                           double factor);

#define LN2 0.69314718055994530942

#define PHILOX_M0 0xD2511F53u
#define PHILOX_M1 0xCD9E8D57u
#define PHILOX_W0 0x9E3779B9u
#define PHILOX_W1 0xBB67AE85u

#endif
