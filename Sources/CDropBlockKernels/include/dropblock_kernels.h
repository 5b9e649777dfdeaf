/* The inner loops of DropBlockFast that the Swift compiler can't be made to write: stores that pass
 * the caches by, masked multiplication, one-rounding products of 16-bit numbers, wide random words.
 *
 * A kernel is a table of functions for one set of instructions, handed out only where the processor has
 * them. Algorithms are in generic/, once; the file of a set of instructions defines the vocabulary that
 * they are written in, includes them, and ends with the table. All functions but those that hand out a
 * table are static, so that no function compiled for one processor can take the place of another.
 *
 * Masks are packed: bit i is place i mod 64 of word i / 64, and set where a unit is dropped. A word
 * behind the last one of a mask may be read; it need not be defined. */
#ifndef DROPBLOCK_KERNELS_H
#define DROPBLOCK_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__) && !defined(_WIN32)
#define DROPBLOCK_KERNELS_X86 1
#endif

/* How many draws are turned into seeds at a time: four runs of sixteen draws of a chunk. */
#define DROPBLOCK_KERNELS_DRAWS 64

/* output[i] = input[i] * factor, rounded once, or +0 where bit start + i of the mask is set, for
 * i < count. Both may be the same. Streaming stores pass the caches by. */
typedef void (*dropblock_kernels_scale)(const void *input, void *output, ptrdiff_t count,
                                        const uint64_t *mask, ptrdiff_t start, double factor,
                                        int32_t streaming);

/* tensor[i] = +0 where bit start + i of the mask is set, for i < count; nothing else is written. */
typedef void (*dropblock_kernels_clear)(void *tensor, ptrdiff_t count, const uint64_t *mask,
                                        ptrdiff_t start);

typedef struct dropblock_kernels {
  /* Any function may be null: Swift's is called instead. */
  dropblock_kernels_scale scale_float32;
  dropblock_kernels_scale scale_float64;
  dropblock_kernels_scale scale_float16;
  dropblock_kernels_scale scale_bfloat16;
  dropblock_kernels_clear clear_16;
  dropblock_kernels_clear clear_32;
  dropblock_kernels_clear clear_64;

  /* The number of bits set at start ..< start + count. */
  ptrdiff_t (*population)(const uint64_t *mask, ptrdiff_t start, ptrdiff_t count);

  /* words[i] = the seeds among positions 64 (first + i) ..< 64 (first + i) + 64, for i < count. */
  void (*bernoulli)(uint64_t key, uint64_t first, uint32_t threshold, uint64_t *words,
                    ptrdiff_t count);

  /* The seeds of 64 draws, run after run: run i has draws first + 16 (i mod runs) and fifteen more of
   * chunk + i / runs. first is a multiple of 16, runs (for each chunk) is 1, 2 or 4.
   *
   * A seed is given as its place in its chunk, 0 to 4095; a draw that leads out of the chunk, and
   * every later one, gives more. cursor is the place where the draws of a chunk begin.
   *
   * q is Q, 1 to 2^64 - 1 and a double without rounding; inverse is 1 / ln(q / 2^64), off by a few
   * units in the last place. */
  void (*seeds)(uint64_t key, uint64_t chunk, uint32_t first, uint32_t runs, uint32_t cursor,
                uint64_t q, double inverse, uint16_t *places);
} dropblock_kernels;

/* The table for AVX-512 (F, BW, DQ, VL) with BMI2; null where the processor lacks any of them. */
const dropblock_kernels *dropblock_kernels_avx512(void);

/* The table for AVX2 with FMA, F16C and BMI2; null where the processor lacks any of them. */
const dropblock_kernels *dropblock_kernels_avx2(void);

#endif
