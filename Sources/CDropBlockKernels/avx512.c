/* Kernels for AVX-512 with BMI2: the vocabulary, the algorithms, and their table. */
#include "dropblock_kernels.h"

#ifdef DROPBLOCK_KERNELS_X86

#include "x86.h"

/* Intrinsics of 512 bits stay so wide without a word to the compiler about it. */
#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,bmi2,popcnt")))

/* Store a line, whole. */
TARGET static ALWAYS_INLINE void store(void *output, __m512i line, int streaming) {
  if (streaming)
    _mm512_stream_si512((__m512i *)output, line);
  else
    _mm512_storeu_si512(output, line);
}

static ALWAYS_INLINE void stores_done(void) { _mm_sfence(); }

TARGET static ALWAYS_INLINE __m512i scaled_float32(__m512i x, uint64_t keep, float factor) {
  return _mm512_castps_si512(_mm512_maskz_mul_ps((__mmask16)keep, _mm512_castsi512_ps(x),
                                                 _mm512_set1_ps(factor)));
}

TARGET static ALWAYS_INLINE __m512i scaled_float64(__m512i x, uint64_t keep, double factor) {
  return _mm512_castpd_si512(_mm512_maskz_mul_pd((__mmask8)keep, _mm512_castsi512_pd(x),
                                                 _mm512_set1_pd(factor)));
}

/* A magnitude times a factor of at least 0, rounded to odd: the product cut off, with its last bit
 * set where anything was lost, which is where cut off and rounded up it ends differently. */
TARGET static ALWAYS_INLINE __m512i odd_product(__m512i magnitude, __m512 factor) {
  const __m512 x = _mm512_castsi512_ps(magnitude);
  const __m512i low = _mm512_castps_si512(
      _mm512_mul_round_ps(x, factor, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC));
  const __m512i high = _mm512_castps_si512(
      _mm512_mul_round_ps(x, factor, _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC));
  /* low | (high & 1) */
  return _mm512_ternarylogic_epi32(low, high, _mm512_set1_epi32(1), 0xF8);
}

#define NEAREST (_MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)

/* The products of 32 magnitudes. */
TARGET static ALWAYS_INLINE __m512i products_float16(__m512i x, __m512 factor) {
  const __m512 low = _mm512_cvtph_ps(_mm512_castsi512_si256(x));
  const __m512 high = _mm512_cvtph_ps(_mm512_extracti64x4_epi64(x, 1));
  const __m512i low_product = odd_product(_mm512_castps_si512(low), factor);
  const __m512i high_product = odd_product(_mm512_castps_si512(high), factor);
  const __m256i low_half = _mm512_cvtps_ph(_mm512_castsi512_ps(low_product), NEAREST);
  const __m256i high_half = _mm512_cvtps_ph(_mm512_castsi512_ps(high_product), NEAREST);
  return _mm512_inserti64x4(_mm512_castsi256_si512(low_half), high_half, 1);
}

/* Rounds the high halves of sixteen products to nearest, ties to even. A NaN has nothing in its low
 * half, since it came from 16 bits or is the default one, and is not changed. */
TARGET static ALWAYS_INLINE __m512i round_high(__m512i product) {
  const __m512i lowest =
      _mm512_and_si512(_mm512_srli_epi32(product, 16), _mm512_set1_epi32(1));
  return _mm512_add_epi32(_mm512_add_epi32(product, _mm512_set1_epi32(0x7FFF)), lowest);
}

/* The products of 32 magnitudes: those at even places, and those at odd ones. */
TARGET static ALWAYS_INLINE __m512i products_bfloat16(__m512i x, __m512 factor) {
  const __m512i even = _mm512_slli_epi32(x, 16);
  const __m512i odd = _mm512_and_si512(x, _mm512_set1_epi32((int)0xFFFF0000u));
  const __m512i even_product = round_high(odd_product(even, factor));
  const __m512i odd_products = round_high(odd_product(odd, factor));
  return _mm512_mask_blend_epi16(0xAAAAAAAA, _mm512_srli_epi32(even_product, 16), odd_products);
}

typedef __m512i products_function(__m512i magnitudes, __m512 factor);

TARGET static ALWAYS_INLINE __m512i scaled_16(products_function *products, __m512i x,
                                              uint64_t keep, float factor) {
  const __m512i sign = _mm512_set1_epi16((short)0x8000);
  const __m512i product = products(_mm512_andnot_si512(sign, x), _mm512_set1_ps(factor));
  /* product | (x & sign) */
  const __m512i signed_product = _mm512_ternarylogic_epi32(product, x, sign, 0xF8);
  return _mm512_maskz_mov_epi16((__mmask32)keep, signed_product);
}

TARGET static ALWAYS_INLINE __m512i scaled_float16(__m512i x, uint64_t keep, float factor) {
  return scaled_16(products_float16, x, keep, factor);
}

TARGET static ALWAYS_INLINE __m512i scaled_bfloat16(__m512i x, uint64_t keep, float factor) {
  return scaled_16(products_bfloat16, x, keep, factor);
}

TARGET static ALWAYS_INLINE void line_float32(const void *input, void *output, uint64_t keep,
                                              double factor, int streaming) {
  store(output, scaled_float32(_mm512_loadu_si512(input), keep, (float)factor), streaming);
}

TARGET static ALWAYS_INLINE void line_float64(const void *input, void *output, uint64_t keep,
                                              double factor, int streaming) {
  store(output, scaled_float64(_mm512_loadu_si512(input), keep, factor), streaming);
}

TARGET static ALWAYS_INLINE void line_float16(const void *input, void *output, uint64_t keep,
                                              double factor, int streaming) {
  store(output, scaled_float16(_mm512_loadu_si512(input), keep, (float)factor), streaming);
}

TARGET static ALWAYS_INLINE void line_bfloat16(const void *input, void *output, uint64_t keep,
                                               double factor, int streaming) {
  store(output, scaled_bfloat16(_mm512_loadu_si512(input), keep, (float)factor), streaming);
}

TARGET static void part_float32(const void *input, void *output, ptrdiff_t count, uint64_t keep,
                                 double factor) {
  const __mmask16 part = (__mmask16)~(~UINT64_C(0) << count);
  const __m512i x = _mm512_maskz_loadu_epi32(part, input);
  _mm512_mask_storeu_epi32(output, part, scaled_float32(x, keep, (float)factor));
}

TARGET static void part_float64(const void *input, void *output, ptrdiff_t count, uint64_t keep,
                                 double factor) {
  const __mmask8 part = (__mmask8)~(~UINT64_C(0) << count);
  const __m512i x = _mm512_maskz_loadu_epi64(part, input);
  _mm512_mask_storeu_epi64(output, part, scaled_float64(x, keep, factor));
}

TARGET static void part_float16(const void *input, void *output, ptrdiff_t count, uint64_t keep,
                                 double factor) {
  const __mmask32 part = (__mmask32)~(~UINT64_C(0) << count);
  const __m512i x = _mm512_maskz_loadu_epi16(part, input);
  _mm512_mask_storeu_epi16(output, part, scaled_float16(x, keep, (float)factor));
}

TARGET static void part_bfloat16(const void *input, void *output, ptrdiff_t count, uint64_t keep,
                                  double factor) {
  const __mmask32 part = (__mmask32)~(~UINT64_C(0) << count);
  const __m512i x = _mm512_maskz_loadu_epi16(part, input);
  _mm512_mask_storeu_epi16(output, part, scaled_bfloat16(x, keep, (float)factor));
}

#include "generic/scale.h"

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

TARGET static ALWAYS_INLINE void zero_16(void *output, uint64_t bits) {
  _mm512_mask_storeu_epi16(output, (__mmask32)bits, _mm512_setzero_si512());
}

TARGET static ALWAYS_INLINE void zero_32(void *output, uint64_t bits) {
  _mm512_mask_storeu_epi32(output, (__mmask16)bits, _mm512_setzero_si512());
}

TARGET static ALWAYS_INLINE void zero_64(void *output, uint64_t bits) {
  _mm512_mask_storeu_epi64(output, (__mmask8)bits, _mm512_setzero_si512());
}

#include "generic/clear.h"

#include "generic/population.h"

enum { LANES = 8 };

typedef __m512i lanes;

TARGET static ALWAYS_INLINE lanes all(uint32_t x) { return _mm512_set1_epi64(x); }

TARGET static ALWAYS_INLINE lanes counted_from(uint32_t x) {
  return _mm512_add_epi64(all(x), _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));
}

TARGET static ALWAYS_INLINE lanes product(lanes x, uint32_t multiplier) {
  return _mm512_mul_epu32(x, all(multiplier));
}

/* By a shuffle, since the port that multiplies would have to shift. */
TARGET static ALWAYS_INLINE lanes high_halves(lanes x) {
  return _mm512_shuffle_epi32(x, _MM_PERM_DDBB);
}

TARGET static ALWAYS_INLINE lanes xor2(lanes a, lanes b) { return _mm512_xor_si512(a, b); }

TARGET static ALWAYS_INLINE lanes xor3(lanes a, lanes b, lanes c) {
  return _mm512_ternarylogic_epi64(a, b, c, 0x96);
}

TARGET static ALWAYS_INLINE lanes side_by_side(lanes p, lanes word, lanes key) {
  const lanes swapped = _mm512_shuffle_epi32(p, _MM_PERM_CDAB);
  return _mm512_mask_ternarylogic_epi32(swapped, 0x5555, word, key, 0x96);
}

#include "generic/philox.h"

typedef __m512i limits;

TARGET static ALWAYS_INLINE limits limits_of(uint32_t threshold) {
  return _mm512_set1_epi32((int)threshold);
}

TARGET static ALWAYS_INLINE uint64_t are_under(lanes pair, limits threshold) {
  return _mm512_cmplt_epu32_mask(pair, threshold);
}

#include "generic/bernoulli.h"

typedef __m512d reals;
typedef __m256i gaps;

TARGET static ALWAYS_INLINE reals all_reals(double x) { return _mm512_set1_pd(x); }

TARGET static ALWAYS_INLINE reals added(reals a, reals b) { return _mm512_add_pd(a, b); }

TARGET static ALWAYS_INLINE reals subtracted(reals a, reals b) { return _mm512_sub_pd(a, b); }

TARGET static ALWAYS_INLINE reals multiplied(reals a, reals b) { return _mm512_mul_pd(a, b); }

TARGET static ALWAYS_INLINE reals least_of(reals a, reals b) { return _mm512_min_pd(a, b); }

TARGET static ALWAYS_INLINE reals multiplied_added(reals a, reals b, reals c) {
  return _mm512_fmadd_pd(a, b, c);
}

/* By a reciprocal to 2^-14, and one step of Newton's method: to 2^-28 of itself, and better. */
TARGET static ALWAYS_INLINE reals divided(reals a, reals b) {
  const reals rough = _mm512_rcp14_pd(b);
  const reals rest = _mm512_fnmadd_pd(b, rough, _mm512_set1_pd(1));
  const reals reciprocal = _mm512_fmadd_pd(rough, _mm512_fmadd_pd(rest, rest, rest), rough);
  return _mm512_mul_pd(a, reciprocal);
}

TARGET static ALWAYS_INLINE reals reals_of(lanes numbers) { return _mm512_cvtepu64_pd(numbers); }

TARGET static ALWAYS_INLINE void split(reals u, reals *mantissa, reals *whole) {
  *whole = _mm512_fmsub_pd(_mm512_getexp_pd(u), _mm512_set1_pd(LN2), _mm512_set1_pd(63.5 * LN2));
  *mantissa = _mm512_getmant_pd(u, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_zero);
}

TARGET static ALWAYS_INLINE gaps cut_off(reals x) { return _mm512_cvttpd_epi32(x); }

TARGET static ALWAYS_INLINE unsigned are_unequal(gaps a, gaps b) {
  return _mm256_cmpneq_epi32_mask(a, b);
}

TARGET static ALWAYS_INLINE unsigned are_below(reals x, double limit) {
  return _mm512_cmp_pd_mask(x, _mm512_set1_pd(limit), _CMP_LT_OQ);
}

TARGET static ALWAYS_INLINE void lanes_to(uint64_t *memory, lanes x) {
  _mm512_storeu_si512(memory, x);
}

TARGET static ALWAYS_INLINE void gaps_to(uint32_t *memory, gaps x) {
  _mm256_storeu_si256((__m256i *)(void *)memory, x);
}

TARGET static ALWAYS_INLINE gaps gaps_from(const uint32_t *memory) {
  return _mm256_loadu_si256((const __m256i *)(const void *)memory);
}

#include "generic/gaps.h"

TARGET static ALWAYS_INLINE places gaps_of_run(const gaps *even, const gaps *odd) {
  return _mm256_or_si256(even[0], _mm256_slli_epi32(odd[0], 16));
}

#include "generic/seeds.h"

static const dropblock_kernels table = {
    .scale_float32 = scale_float32,
    .scale_float64 = scale_float64,
    .scale_float16 = scale_float16,
    .scale_bfloat16 = scale_bfloat16,
    .clear_16 = clear_16,
    .clear_32 = clear_32,
    .clear_64 = clear_64,
    .population = population,
    .bernoulli = bernoulli,
    .seeds = seeds,
};

const dropblock_kernels *dropblock_kernels_avx512(void) {
  __builtin_cpu_init();
  const int has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                  __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
  return has ? &table : NULL;
}

#else

const dropblock_kernels *dropblock_kernels_avx512(void) { return NULL; }

#endif
