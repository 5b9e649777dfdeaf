/* Kernels for AVX2 with FMA, F16C and BMI2: the vocabulary, the algorithms, and their table. */
#include "dropblock_kernels.h"

#ifdef DROPBLOCK_KERNELS_X86

#include "x86.h"

#define TARGET __attribute__((target("avx2,fma,f16c,bmi2,popcnt")))

/* Store half a line. */
TARGET static ALWAYS_INLINE void store(void *output, __m256i half, int streaming) {
  if (streaming)
    _mm256_stream_si256((__m256i *)output, half);
  else
    _mm256_storeu_si256((__m256i *)output, half);
}

static ALWAYS_INLINE void stores_done(void) { _mm_sfence(); }

TARGET static ALWAYS_INLINE void line_float32(const void *from, void *to, uint64_t keep,
                                              double factor, int streaming) {
  const float *input = from;
  float *output = to;
  const __m256i places = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
  for (int half = 0; half < 2; half++) {
    const __m256i bits = _mm256_set1_epi32((int)(keep >> 8 * half));
    const __m256i kept = _mm256_cmpeq_epi32(_mm256_and_si256(bits, places), places);
    const __m256 x = _mm256_loadu_ps(input + 8 * half);
    const __m256i product = _mm256_castps_si256(_mm256_mul_ps(x, _mm256_set1_ps((float)factor)));
    store(output + 8 * half, _mm256_and_si256(product, kept), streaming);
  }
}

TARGET static ALWAYS_INLINE void line_float64(const void *from, void *to, uint64_t keep,
                                              double factor, int streaming) {
  const double *input = from;
  double *output = to;
  const __m256i places = _mm256_setr_epi64x(1, 2, 4, 8);
  for (int half = 0; half < 2; half++) {
    const __m256i bits = _mm256_set1_epi64x((long long)(keep >> 4 * half));
    const __m256i kept = _mm256_cmpeq_epi64(_mm256_and_si256(bits, places), places);
    const __m256d x = _mm256_loadu_pd(input + 4 * half);
    const __m256i product = _mm256_castpd_si256(_mm256_mul_pd(x, _mm256_set1_pd(factor)));
    store(output + 4 * half, _mm256_and_si256(product, kept), streaming);
  }
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

/* x times a factor of at least 0, rounded to odd: where the product was rounded, it is cut off
 * instead, and its last bit set. The error is exact where the product is 2^-100 or more. */
TARGET static ALWAYS_INLINE __m256i odd_product(__m256 x, __m256 factor) {
  const __m256i sign = _mm256_set1_epi32((int)0x80000000u);
  const __m256 magnitude = _mm256_castsi256_ps(_mm256_andnot_si256(sign, _mm256_castps_si256(x)));
  const __m256 product = _mm256_mul_ps(magnitude, factor);
  const __m256 lost = _mm256_fmsub_ps(magnitude, factor, product);
  const __m256 zero = _mm256_setzero_ps();
  const __m256i inexact = _mm256_castps_si256(_mm256_cmp_ps(lost, zero, _CMP_NEQ_OQ));
  const __m256i above = _mm256_castps_si256(_mm256_cmp_ps(lost, zero, _CMP_LT_OQ));
  const __m256i cut = _mm256_add_epi32(_mm256_castps_si256(product), above);
  const __m256i odd = _mm256_or_si256(cut, _mm256_srli_epi32(inexact, 31));
  return _mm256_or_si256(odd, _mm256_and_si256(_mm256_castps_si256(x), sign));
}

TARGET static ALWAYS_INLINE __m128i eight_float16(const uint16_t *input, float factor) {
  const __m256 x = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)input));
  const __m256 product = _mm256_castsi256_ps(odd_product(x, _mm256_set1_ps(factor)));
  return _mm256_cvtps_ph(product, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

TARGET static ALWAYS_INLINE __m128i eight_bfloat16(const uint16_t *input, float factor) {
  const __m128i narrow = _mm_loadu_si128((const __m128i *)input);
  const __m256i wide = _mm256_slli_epi32(_mm256_cvtepu16_epi32(narrow), 16);
  const __m256i product = odd_product(_mm256_castsi256_ps(wide), _mm256_set1_ps(factor));
  const __m256i magnitude = _mm256_and_si256(product, _mm256_set1_epi32(0x7FFFFFFF));
  const __m256i tiny = _mm256_cmpgt_epi32(_mm256_set1_epi32((127 - 100) << 23), magnitude);
  const __m256i zero = _mm256_cmpeq_epi32(
      _mm256_and_si256(wide, _mm256_set1_epi32(0x7FFFFFFF)), _mm256_setzero_si256());
  if (__builtin_expect(!_mm256_testc_si256(zero, tiny), 0)) {
    uint16_t line[8];
    memcpy(line, input, sizeof line);
    for (int lane = 0; lane < 8; lane++) line[lane] = scale_one_bfloat16(line[lane], factor);
    return _mm_loadu_si128((const __m128i *)line);
  }
  const __m256i lowest =
      _mm256_and_si256(_mm256_srli_epi32(product, 16), _mm256_set1_epi32(1));
  const __m256i half = _mm256_add_epi32(_mm256_set1_epi32(0x7FFF), lowest);
  const __m256i number = _mm256_castps_si256(_mm256_cmp_ps(
      _mm256_castsi256_ps(product), _mm256_castsi256_ps(product), _CMP_ORD_Q));
  /* A NaN is quiet already, and stays one when it is cut off. */
  const __m256i rounded =
      _mm256_srli_epi32(_mm256_add_epi32(product, _mm256_and_si256(half, number)), 16);
  return _mm_packus_epi32(_mm256_castsi256_si128(rounded), _mm256_extracti128_si256(rounded, 1));
}

typedef __m128i eight_function(const uint16_t *input, float factor);

TARGET static ALWAYS_INLINE void line_of_16(eight_function *eight, const uint16_t *input,
                                            uint16_t *output, uint64_t keep, float factor,
                                            int streaming) {
  const __m256i places =
      _mm256_setr_epi16(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384,
                        (short)0x8000);
  for (int half = 0; half < 2; half++) {
    const __m256i bits = _mm256_set1_epi16((short)(keep >> 16 * half));
    const __m256i kept = _mm256_cmpeq_epi16(_mm256_and_si256(bits, places), places);
    const __m256i product = _mm256_setr_m128i(eight(input + 16 * half, factor),
                                              eight(input + 16 * half + 8, factor));
    store(output + 16 * half, _mm256_and_si256(product, kept), streaming);
  }
}

TARGET static ALWAYS_INLINE void line_float16(const void *input, void *output, uint64_t keep,
                                              double factor, int streaming) {
  line_of_16(eight_float16, input, output, keep, (float)factor, streaming);
}

TARGET static ALWAYS_INLINE void line_bfloat16(const void *input, void *output, uint64_t keep,
                                               double factor, int streaming) {
  line_of_16(eight_bfloat16, input, output, keep, (float)factor, streaming);
}

/* The first bytes of a line, by way of a line of its own: no load may touch the others. */
TARGET static ALWAYS_INLINE void part_by_copies(line_function *line, const void *input,
                                                void *output, ptrdiff_t length, uint64_t keep,
                                                double factor) {
  char copy[64] __attribute__((aligned(64))) = {0};
  memcpy(copy, input, (size_t)length);
  line(copy, copy, keep, factor, 0);
  memcpy(output, copy, (size_t)length);
}

TARGET static void part_float32(const void *input, void *output, ptrdiff_t count, uint64_t keep,
                                 double factor) {
  part_by_copies(line_float32, input, output, count * 4, keep, factor);
}

TARGET static void part_float64(const void *input, void *output, ptrdiff_t count, uint64_t keep,
                                 double factor) {
  part_by_copies(line_float64, input, output, count * 8, keep, factor);
}

TARGET static void part_float16(const void *input, void *output, ptrdiff_t count, uint64_t keep,
                                 double factor) {
  part_by_copies(line_float16, input, output, count * 2, keep, factor);
}

TARGET static void part_bfloat16(const void *input, void *output, ptrdiff_t count, uint64_t keep,
                                  double factor) {
  part_by_copies(line_bfloat16, input, output, count * 2, keep, factor);
}

#include "generic/scale.h"

#include "generic/population.h"

enum { LANES = 4 };

typedef __m256i lanes;

TARGET static ALWAYS_INLINE lanes all(uint32_t x) { return _mm256_set1_epi64x(x); }

TARGET static ALWAYS_INLINE lanes counted_from(uint32_t x) {
  return _mm256_add_epi64(all(x), _mm256_setr_epi64x(0, 1, 2, 3));
}

TARGET static ALWAYS_INLINE lanes product(lanes x, uint32_t multiplier) {
  return _mm256_mul_epu32(x, all(multiplier));
}

/* By a shuffle, since the port that multiplies would have to shift. */
TARGET static ALWAYS_INLINE lanes high_halves(lanes x) { return _mm256_shuffle_epi32(x, 0xF5); }

TARGET static ALWAYS_INLINE lanes xor2(lanes a, lanes b) { return _mm256_xor_si256(a, b); }

TARGET static ALWAYS_INLINE lanes xor3(lanes a, lanes b, lanes c) { return xor2(xor2(a, b), c); }

TARGET static ALWAYS_INLINE lanes side_by_side(lanes p, lanes word, lanes key) {
  const lanes swapped = _mm256_shuffle_epi32(p, 0xB1);
  return _mm256_blend_epi32(xor3(swapped, word, key), swapped, 0xAA);
}

#include "generic/philox.h"

/* Comparisons are of signed numbers: all signs are turned. */
typedef __m256i limits;

TARGET static ALWAYS_INLINE limits limits_of(uint32_t threshold) {
  return _mm256_set1_epi32((int)(threshold ^ 0x80000000u));
}

TARGET static ALWAYS_INLINE uint64_t are_under(lanes pair, limits threshold) {
  const __m256i sign = _mm256_set1_epi32((int)0x80000000u);
  const __m256i less = _mm256_cmpgt_epi32(threshold, _mm256_xor_si256(pair, sign));
  return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(less));
}

#include "generic/bernoulli.h"

typedef __m256d reals;
typedef __m128i gaps;

TARGET static ALWAYS_INLINE reals all_reals(double x) { return _mm256_set1_pd(x); }

TARGET static ALWAYS_INLINE reals added(reals a, reals b) { return _mm256_add_pd(a, b); }

TARGET static ALWAYS_INLINE reals subtracted(reals a, reals b) { return _mm256_sub_pd(a, b); }

TARGET static ALWAYS_INLINE reals multiplied(reals a, reals b) { return _mm256_mul_pd(a, b); }

TARGET static ALWAYS_INLINE reals divided(reals a, reals b) { return _mm256_div_pd(a, b); }

TARGET static ALWAYS_INLINE reals least_of(reals a, reals b) { return _mm256_min_pd(a, b); }

TARGET static ALWAYS_INLINE reals multiplied_added(reals a, reals b, reals c) {
  return _mm256_fmadd_pd(a, b, c);
}

/* The halves of the numbers, as fractions of 2^84 and 2^52. */
TARGET static ALWAYS_INLINE reals reals_of(lanes numbers) {
  const __m256i ones = _mm256_castpd_si256(_mm256_set1_pd(0x1p84));
  const __m256i high = _mm256_or_si256(_mm256_srli_epi64(numbers, 32), ones);
  const __m256i low =
      _mm256_blend_epi32(numbers, _mm256_castpd_si256(_mm256_set1_pd(0x1p52)), 0xAA);
  const __m256d difference =
      _mm256_sub_pd(_mm256_castsi256_pd(high), _mm256_set1_pd(0x1p84 + 0x1p52));
  return _mm256_add_pd(difference, _mm256_castsi256_pd(low));
}

TARGET static ALWAYS_INLINE void split(reals u, reals *mantissa, reals *whole) {
  const __m256i bits = _mm256_castpd_si256(u);
  const __m256i unit = _mm256_castpd_si256(_mm256_set1_pd(0x1p52));
  /* The exponent field as the low bits of 2^52. */
  const __m256d field = _mm256_castsi256_pd(_mm256_or_si256(_mm256_srli_epi64(bits, 52), unit));
  const __m256d biased = _mm256_sub_pd(field, _mm256_set1_pd(0x1p52));
  const __m256d exponent = _mm256_sub_pd(biased, _mm256_set1_pd(1023 + 63.5));
  *whole = _mm256_mul_pd(exponent, _mm256_set1_pd(LN2));
  const __m256i fraction = _mm256_and_si256(bits, _mm256_set1_epi64x(0x000FFFFFFFFFFFFF));
  *mantissa = _mm256_castsi256_pd(
      _mm256_or_si256(fraction, _mm256_castpd_si256(_mm256_set1_pd(1))));
}

TARGET static ALWAYS_INLINE gaps cut_off(reals x) { return _mm256_cvttpd_epi32(x); }

TARGET static ALWAYS_INLINE unsigned are_unequal(gaps a, gaps b) {
  return (unsigned)_mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(a, b))) ^ 15;
}

TARGET static ALWAYS_INLINE unsigned are_below(reals x, double limit) {
  return (unsigned)_mm256_movemask_pd(_mm256_cmp_pd(x, _mm256_set1_pd(limit), _CMP_LT_OQ));
}

TARGET static ALWAYS_INLINE void lanes_to(uint64_t *memory, lanes x) {
  _mm256_storeu_si256((__m256i *)(void *)memory, x);
}

TARGET static ALWAYS_INLINE void gaps_to(uint32_t *memory, gaps x) {
  _mm_storeu_si128((__m128i *)(void *)memory, x);
}

TARGET static ALWAYS_INLINE gaps gaps_from(const uint32_t *memory) {
  return _mm_loadu_si128((const __m128i *)(const void *)memory);
}

#include "generic/gaps.h"

TARGET static ALWAYS_INLINE places gaps_of_run(const gaps *even, const gaps *odd) {
  return _mm256_setr_m128i(_mm_or_si128(even[0], _mm_slli_epi32(odd[0], 16)),
                           _mm_or_si128(even[1], _mm_slli_epi32(odd[1], 16)));
}

#include "generic/seeds.h"

static const dropblock_kernels table = {
    .scale_float32 = scale_float32,
    .scale_float64 = scale_float64,
    .scale_float16 = scale_float16,
    .scale_bfloat16 = scale_bfloat16,
    .population = population,
    .bernoulli = bernoulli,
    .seeds = seeds,
};

const dropblock_kernels *dropblock_kernels_avx2(void) {
  __builtin_cpu_init();
  const int has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                  __builtin_cpu_supports("f16c") && __builtin_cpu_supports("bmi2") &&
                  __builtin_cpu_supports("popcnt");
  return has ? &table : NULL;
}

#else

const dropblock_kernels *dropblock_kernels_avx2(void) { return NULL; }

#endif
