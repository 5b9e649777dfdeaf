#include "common.h"

#ifdef DROPBLOCK_KERNELS_X86

/* Intrinsics of 512 bits stay so wide without a word to the compiler about it. */
#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,bmi2,popcnt")))

/* Store a line, whole. */
TARGET static ALWAYS_INLINE void store(void *output, __m512i line, int streaming) {
  if (streaming)
    _mm512_stream_si512((__m512i *)output, line);
  else
    _mm512_storeu_si512(output, line);
}

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

#define DEFINE_SIXTEEN_BITS(format)                                                             \
  TARGET static ALWAYS_INLINE __m512i scaled_##format(__m512i x, uint64_t keep, float factor) { \
    const __m512i sign = _mm512_set1_epi16((short)0x8000);                                      \
    const __m512i product =                                                                     \
        products_##format(_mm512_andnot_si512(sign, x), _mm512_set1_ps(factor));                \
    /* product | (x & sign) */                                                                  \
    const __m512i signed_product = _mm512_ternarylogic_epi32(product, x, sign, 0xF8);           \
    return _mm512_maskz_mov_epi16((__mmask32)keep, signed_product);                             \
  }

DEFINE_SIXTEEN_BITS(float16)
DEFINE_SIXTEEN_BITS(bfloat16)

#define DEFINE_LINE(format, type, factor_type, mask_type, width)                                 \
  TARGET static ALWAYS_INLINE void line_##format(const type *input, type *output, uint64_t keep, \
                                                 factor_type factor, int streaming) {            \
    store(output, scaled_##format(_mm512_loadu_si512(input), keep, factor), streaming);          \
  }                                                                                              \
                                                                                                 \
  TARGET static void part_##format(const type *input, type *output, ptrdiff_t count,             \
                                   const uint64_t *mask, ptrdiff_t start, factor_type factor) {  \
    const mask_type part = (mask_type)~(~UINT64_C(0) << count);                                  \
    const __m512i x = _mm512_maskz_loadu_epi##width(part, input);                                \
    const __m512i line = scaled_##format(x, ~bits_from(mask, start), factor);                    \
    _mm512_mask_storeu_epi##width(output, part, line);                                           \
  }

DEFINE_LINE(float32, float, float, __mmask16, 32)
DEFINE_LINE(float64, double, double, __mmask8, 64)
DEFINE_LINE(float16, uint16_t, float, __mmask32, 16)
DEFINE_LINE(bfloat16, uint16_t, float, __mmask32, 16)

#include "walk.h"

#include "clear.h"

DEFINE_CLEAR(16, uint16_t, __mmask32, 32)
DEFINE_CLEAR(32, uint32_t, __mmask16, 16)
DEFINE_CLEAR(64, uint64_t, __mmask8, 8)

TARGET static ptrdiff_t population(const uint64_t *mask, ptrdiff_t start, ptrdiff_t count) {
  POPULATION_BODY
}

/* The words of eight counters, each in the low half of a 64-bit lane; high halves are anything. */
typedef struct {
  __m512i word[4];
} block;

/* The words side by side, the even one in the low half of its lane: 0 and 1, 2 and 3. */
typedef struct {
  __m512i pair[2];
} block_pairs;

static ALWAYS_INLINE uint32_t high_half(uint64_t x) { return (uint32_t)(x >> 32); }

TARGET static ALWAYS_INLINE __m512i all(uint32_t x) { return _mm512_set1_epi64(x); }

/* The products of the low halves with a multiplier, and their high halves brought down: by a shuffle,
 * since the port that multiplies would have to shift. */
TARGET static ALWAYS_INLINE __m512i product(__m512i x, uint32_t multiplier) {
  return _mm512_mul_epu32(x, all(multiplier));
}

TARGET static ALWAYS_INLINE __m512i high_halves(__m512i x) {
  return _mm512_shuffle_epi32(x, _MM_PERM_DDBB);
}

TARGET static ALWAYS_INLINE __m512i xor3(__m512i a, __m512i b, __m512i c) {
  return _mm512_ternarylogic_epi64(a, b, c, 0x96);
}

/* What rounds three to ten make of `blocks` sets of eight counters; the key is that of the first. The
 * last round leaves its words side by side, where they are compared. */
TARGET static ALWAYS_INLINE void philox_rounds(block *counters, int blocks, uint64_t key,
                                               block_pairs *results) {
  uint32_t key0 = (uint32_t)key + 2 * PHILOX_W0, key1 = high_half(key) + 2 * PHILOX_W1;
  /* Unrolled, so that no word has to move to another register between rounds. */
#pragma GCC unroll 7
  for (int round = 2; round < 9; round++) {
    for (int b = 0; b < blocks; b++) {
      __m512i *word = counters[b].word;
      const __m512i product0 = product(word[0], PHILOX_M0);
      const __m512i product2 = product(word[2], PHILOX_M1);
      word[0] = xor3(high_halves(product2), word[1], all(key0));
      word[1] = product2;
      word[2] = xor3(high_halves(product0), word[3], all(key1));
      word[3] = product0;
    }
    key0 += PHILOX_W0;
    key1 += PHILOX_W1;
  }
  for (int b = 0; b < blocks; b++) {
    const __m512i *word = counters[b].word;
    const __m512i swapped0 =
        _mm512_shuffle_epi32(product(word[0], PHILOX_M0), _MM_PERM_CDAB);
    const __m512i swapped2 =
        _mm512_shuffle_epi32(product(word[2], PHILOX_M1), _MM_PERM_CDAB);
    results[b].pair[0] =
        _mm512_mask_ternarylogic_epi32(swapped2, 0x5555, word[1], all(key0), 0x96);
    results[b].pair[1] =
        _mm512_mask_ternarylogic_epi32(swapped0, 0x5555, word[3], all(key1), 0x96);
  }
}

/* The first two rounds of the sampler `bernoulli`, whose counters are (c, 0): what hangs on the high
 * half of c, the same for all eight, needs no vector. */
TARGET static ALWAYS_INLINE block bernoulli_start(uint64_t counter, uint64_t key) {
  const uint32_t key0 = (uint32_t)key, key1 = high_half(key);
  const __m512i lanes = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
  const __m512i low = _mm512_add_epi64(all((uint32_t)counter), lanes);
  const __m512i first0 = product(low, PHILOX_M0);
  const uint64_t second0 = (uint64_t)(high_half(counter) ^ key0) * PHILOX_M0;
  const __m512i second2 =
      product(_mm512_xor_si512(high_halves(first0), all(key1)), PHILOX_M1);
  block words;
  words.word[0] = _mm512_xor_si512(high_halves(second2), all(key0 + PHILOX_W0));
  words.word[1] = second2;
  words.word[2] = _mm512_xor_si512(first0, all(high_half(second0) ^ (key1 + PHILOX_W1)));
  words.word[3] = all((uint32_t)second0);
  return words;
}

/* The 32 positions of eight counters: bit 4 l + w is word w of counter l. */
TARGET static ALWAYS_INLINE uint64_t seed_bits(const block_pairs *words, __m512i threshold) {
  const uint64_t low = _mm512_cmplt_epu32_mask(words->pair[0], threshold);
  const uint64_t high = _mm512_cmplt_epu32_mask(words->pair[1], threshold);
  return _pdep_u64(low, 0x33333333) | _pdep_u64(high, 0xCCCCCCCC);
}

TARGET static ALWAYS_INLINE void bernoulli_words(uint64_t key, uint64_t first, __m512i threshold,
                                                 uint64_t *words, int count) {
  block blocks[4];
  block_pairs pairs[4];
  for (int b = 0; b < 2 * count; b++)
    blocks[b] = bernoulli_start(first * 16 + (uint64_t)b * 8, key);
  philox_rounds(blocks, 2 * count, key, pairs);
  for (int i = 0; i < count; i++)
    words[i] = seed_bits(&pairs[2 * i], threshold) | seed_bits(&pairs[2 * i + 1], threshold)
                                                         << 32;
}

TARGET static void bernoulli(uint64_t key, uint64_t first, uint32_t threshold, uint64_t *words,
                             ptrdiff_t count) {
  const __m512i limit = _mm512_set1_epi32((int)threshold);
  ptrdiff_t done = 0;
  for (; count - done >= 2; done += 2)
    bernoulli_words(key, first + (uint64_t)done, limit, words + done, 2);
  if (done < count) bernoulli_words(key, first + (uint64_t)done, limit, words + done, 1);
}

/* t = ln u / ln q of eight draws that are not 0. */
TARGET static ALWAYS_INLINE __m512d quotients(__m512d draws, __m512d inverse) {
  const __m512d exponent = _mm512_getexp_pd(draws);
  const __m512d mantissa = _mm512_getmant_pd(draws, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_zero);
  const __m512d root = _mm512_set1_pd(SQRT2);
  /* A reciprocal to 2^-14, and one step of Newton's method: to 2^-28 of itself, and better. */
  const __m512d sum = _mm512_add_pd(mantissa, root);
  const __m512d rough = _mm512_rcp14_pd(sum);
  const __m512d rest = _mm512_fnmadd_pd(sum, rough, _mm512_set1_pd(1));
  const __m512d reciprocal = _mm512_fmadd_pd(rough, _mm512_fmadd_pd(rest, rest, rest), rough);
  const __m512d s = _mm512_mul_pd(_mm512_sub_pd(mantissa, root), reciprocal);
  const __m512d square = _mm512_mul_pd(s, s);
  __m512d series = _mm512_set1_pd(2.0 / 9);
  series = _mm512_fmadd_pd(series, square, _mm512_set1_pd(2.0 / 7));
  series = _mm512_fmadd_pd(series, square, _mm512_set1_pd(2.0 / 5));
  series = _mm512_fmadd_pd(series, square, _mm512_set1_pd(2.0 / 3));
  series = _mm512_fmadd_pd(series, square, _mm512_set1_pd(2.0));
  const __m512d whole =
      _mm512_fmsub_pd(exponent, _mm512_set1_pd(LN2), _mm512_set1_pd(63.5 * LN2));
  return _mm512_mul_pd(_mm512_fmadd_pd(series, s, whole), inverse);
}

/* The gaps of eight draws, in 32 bits each. */
TARGET static ALWAYS_INLINE __m256i search(__m512i draws, uint64_t q, double inverse) {
  const __m512d u = _mm512_cvtepu64_pd(draws), most = _mm512_set1_pd(CHUNK);
  const __m512d t = quotients(u, _mm512_set1_pd(inverse));
  const __m512d doubt = _mm512_set1_pd(QUOTIENT_ERROR - inverse * LOGARITHM_ERROR);
  /* No gap is below 0, so that a difference below 0 may be cut off to it. */
  __m256i low = _mm512_cvttpd_epi32(_mm512_min_pd(_mm512_sub_pd(t, doubt), most));
  const __m256i high = _mm512_cvttpd_epi32(_mm512_min_pd(_mm512_add_pd(t, doubt), most));
  const __mmask8 open = _mm256_cmpneq_epi32_mask(low, high) |
                        _mm512_cmp_pd_mask(u, _mm512_set1_pd(LEAST_DRAW), _CMP_LT_OQ);
  if (__builtin_expect(open != 0, 0)) {
    uint64_t draw[8];
    uint32_t gap[8];
    _mm512_storeu_si512(draw, draws);
    _mm256_storeu_si256((__m256i *)(void *)gap, low);
    for (int lane = 0; lane < 8; lane++)
      if (open >> lane & 1) gap[lane] = gap_step_by_step(draw[lane], q);
    low = _mm256_loadu_si256((const __m256i *)(const void *)gap);
  }
  return low;
}

/* The first two rounds of a chunk's draws, whose counters are (chunk, counter, 1): what hangs on the
 * chunk alone needs no vector. */
TARGET static ALWAYS_INLINE block draws_start(uint64_t chunk, uint32_t counter, uint64_t key) {
  const uint32_t key0 = (uint32_t)key, key1 = high_half(key);
  const __m512i lanes = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
  const uint64_t first0 = (uint64_t)(uint32_t)chunk * PHILOX_M0;
  const __m512i first2 = product(_mm512_add_epi64(all(counter), lanes), PHILOX_M1);
  const __m512i second0 = product(
      _mm512_xor_si512(high_halves(first2), all(high_half(chunk) ^ key0)), PHILOX_M0);
  const uint64_t second2 = (uint64_t)(high_half(first0) ^ 1 ^ key1) * PHILOX_M1;
  block words;
  words.word[0] = _mm512_xor_si512(first2, all(high_half(second2) ^ (key0 + PHILOX_W0)));
  words.word[1] = all((uint32_t)second2);
  words.word[2] =
      _mm512_xor_si512(high_halves(second0), all((uint32_t)first0 ^ (key1 + PHILOX_W1)));
  words.word[3] = second0;
  return words;
}

TARGET static void seeds(uint64_t key, uint64_t chunk, uint32_t first, uint32_t runs,
                         uint32_t cursor, uint64_t q, double inverse, uint16_t *places) {
  block blocks[4];
  block_pairs pairs[4];
  for (uint32_t i = 0; i < 4; i++)
    blocks[i] = draws_start(chunk + i / runs, (first + 16 * (i % runs)) / 2, key);
  philox_rounds(blocks, 4, key, pairs);
  const __m256i begin = _mm256_set1_epi16((short)cursor);
  __m256i from = begin;
  for (uint32_t i = 0; i < 4; i++) {
    const __m256i even = search(pairs[i].pair[0], q, inverse);
    const __m256i odd = search(pairs[i].pair[1], q, inverse);
    const __m256i both = _mm256_or_si256(even, _mm256_slli_epi32(odd, 16));
    const __m256i found = places_of(both, i % runs == 0 ? begin : from);
    from = cursor_behind(found);
    _mm256_storeu_si256((__m256i *)(void *)(places + 16 * i), found);
  }
}

static const dropblock_kernels table = {
    scale_float32, scale_float64, scale_float16, scale_bfloat16, clear_16,
    clear_32,      clear_64,      population,    bernoulli,      seeds};

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
