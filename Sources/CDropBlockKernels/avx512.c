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

TARGET static ALWAYS_INLINE void line_float32(const float *input, float *output, uint64_t keep,
                                              float factor, int streaming) {
  const __m512 x = _mm512_loadu_ps(input);
  const __m512 product = _mm512_maskz_mul_ps((__mmask16)keep, x, _mm512_set1_ps(factor));
  store(output, _mm512_castps_si512(product), streaming);
}

TARGET static ALWAYS_INLINE void line_float64(const double *input, double *output, uint64_t keep,
                                              double factor, int streaming) {
  const __m512d x = _mm512_loadu_pd(input);
  const __m512d product = _mm512_maskz_mul_pd((__mmask8)keep, x, _mm512_set1_pd(factor));
  store(output, _mm512_castpd_si512(product), streaming);
}

/* x times a factor of at least 0, rounded to odd: the product cut off, with its last bit set where
 * anything was lost. The magnitude's error is not negative, and rounded up it can't vanish. */
TARGET static ALWAYS_INLINE __m512i odd_product(__m512 x, __m512 factor) {
  const __m512i sign = _mm512_set1_epi32((int)0x80000000u);
  const __m512 magnitude = _mm512_castsi512_ps(_mm512_andnot_si512(sign, _mm512_castps_si512(x)));
  const __m512 product =
      _mm512_mul_round_ps(magnitude, factor, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
  const __m512 lost = _mm512_fmsub_round_ps(magnitude, factor, product,
                                            _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC);
  const __mmask16 inexact = _mm512_cmp_ps_mask(lost, _mm512_setzero_ps(), _CMP_NEQ_OQ);
  const __m512i bits = _mm512_castps_si512(product);
  const __m512i odd = _mm512_mask_or_epi32(bits, inexact, bits, _mm512_set1_epi32(1));
  /* odd | (x & sign) */
  return _mm512_ternarylogic_epi32(odd, _mm512_castps_si512(x), sign, 0xF8);
}

TARGET static ALWAYS_INLINE __m256i half_float16(__m256i x, __m512 factor) {
  const __m512i product = odd_product(_mm512_cvtph_ps(x), factor);
  return _mm512_cvtps_ph(_mm512_castsi512_ps(product),
                         _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

TARGET static ALWAYS_INLINE __m256i half_bfloat16(__m256i x, __m512 factor) {
  const __m512i wide = _mm512_slli_epi32(_mm512_cvtepu16_epi32(x), 16);
  const __m512i product = odd_product(_mm512_castsi512_ps(wide), factor);
  const __m512i one = _mm512_set1_epi32(1);
  const __m512i lowest = _mm512_and_si512(_mm512_srli_epi32(product, 16), one);
  const __m512i half = _mm512_add_epi32(_mm512_set1_epi32(0x7FFF), lowest);
  const __mmask16 number = _mm512_cmp_ps_mask(_mm512_castsi512_ps(product),
                                              _mm512_castsi512_ps(product), _CMP_ORD_Q);
  /* A NaN is quiet already, and stays one when it is cut off. */
  const __m512i rounded = _mm512_mask_add_epi32(product, number, product, half);
  return _mm512_cvtepi32_epi16(_mm512_srli_epi32(rounded, 16));
}

#define DEFINE_SIXTEEN_BITS(format)                                                             \
  TARGET static ALWAYS_INLINE void line_##format(const uint16_t *input, uint16_t *output,       \
                                                 uint64_t keep, float factor, int streaming) {  \
    const __m512 factors = _mm512_set1_ps(factor);                                              \
    const __m256i low = half_##format(_mm256_loadu_si256((const __m256i *)input), factors);     \
    const __m256i high =                                                                        \
        half_##format(_mm256_loadu_si256((const __m256i *)(input + 16)), factors);              \
    const __m512i line = _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);              \
    store(output, _mm512_maskz_mov_epi16((__mmask32)keep, line), streaming);                    \
  }

DEFINE_SIXTEEN_BITS(float16)
DEFINE_SIXTEEN_BITS(bfloat16)

#include "walk.h"

/* Lines that lose nothing are not touched. */
#define DEFINE_CLEAR(width, type, lanes, mask_type, store)                                     \
  TARGET static void clear_##width(void *tensor, ptrdiff_t count, const uint64_t *mask,        \
                                   ptrdiff_t start) {                                          \
    type *output = tensor;                                                                     \
    for (ptrdiff_t done = 0; done < count; done += 64) {                                       \
      uint64_t word = word_from(mask, start + done);                                           \
      if (count - done < 64) word &= ~(~UINT64_C(0) << (count - done));                        \
      if (word == 0) continue;                                                                 \
      for (int lane = 0; lane < 64; lane += lanes) {                                           \
        const mask_type dropped = (mask_type)(word >> lane);                                   \
        if (dropped != 0) store(output + done + lane, dropped, _mm512_setzero_si512());        \
      }                                                                                        \
    }                                                                                          \
  }

DEFINE_CLEAR(16, uint16_t, 32, __mmask32, _mm512_mask_storeu_epi16)
DEFINE_CLEAR(32, uint32_t, 16, __mmask16, _mm512_mask_storeu_epi32)
DEFINE_CLEAR(64, uint64_t, 8, __mmask8, _mm512_mask_storeu_epi64)

TARGET static ptrdiff_t population(const uint64_t *mask, ptrdiff_t start, ptrdiff_t count) {
  POPULATION_BODY
}

/* The words of eight counters, each in the low half of a 64-bit lane; high halves are anything. */
typedef struct {
  __m512i word[4];
} block;

/* Ten rounds on `blocks` sets of eight counters at once; the multiplier reads low halves only. */
TARGET static ALWAYS_INLINE void philox(block *counters, int blocks, uint64_t key) {
  const __m512i m0 = _mm512_set1_epi64(PHILOX_M0), m1 = _mm512_set1_epi64(PHILOX_M1);
  uint32_t key0 = (uint32_t)key, key1 = (uint32_t)(key >> 32);
  for (int round = 0; round < 10; round++) {
    const __m512i k0 = _mm512_set1_epi64(key0), k1 = _mm512_set1_epi64(key1);
    for (int b = 0; b < blocks; b++) {
      __m512i *word = counters[b].word;
      const __m512i product0 = _mm512_mul_epu32(word[0], m0);
      const __m512i product2 = _mm512_mul_epu32(word[2], m1);
      word[0] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(product2, 32), word[1], k0, 0x96);
      word[1] = product2;
      word[2] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(product0, 32), word[3], k1, 0x96);
      word[3] = product0;
    }
    key0 += PHILOX_W0;
    key1 += PHILOX_W1;
  }
}

/* The low halves of two words side by side: the first is the lower one. */
TARGET static ALWAYS_INLINE __m512i pair(__m512i low, __m512i high) {
  return _mm512_mask_blend_epi32(0xAAAA, low, _mm512_slli_epi64(high, 32));
}

/* The 32 seeds of eight counters: bit 4 l + w is word w of counter l. */
TARGET static ALWAYS_INLINE uint64_t seeds(const block *words, __m512i threshold) {
  const uint64_t low =
      _mm512_cmplt_epu32_mask(pair(words->word[0], words->word[1]), threshold);
  const uint64_t high =
      _mm512_cmplt_epu32_mask(pair(words->word[2], words->word[3]), threshold);
  return _pdep_u64(low, 0x33333333) | _pdep_u64(high, 0xCCCCCCCC);
}

TARGET static ALWAYS_INLINE void bernoulli_words(uint64_t key, uint64_t first, __m512i threshold,
                                                 uint64_t *words, int count) {
  block blocks[4];
  const __m512i lanes = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
  for (int b = 0; b < 2 * count; b++) {
    const __m512i counter =
        _mm512_add_epi64(_mm512_set1_epi64((long long)(first * 16 + (uint64_t)b * 8)), lanes);
    blocks[b].word[0] = counter;
    blocks[b].word[1] = _mm512_srli_epi64(counter, 32);
    blocks[b].word[2] = _mm512_setzero_si512();
    blocks[b].word[3] = _mm512_setzero_si512();
  }
  philox(blocks, 2 * count, key);
  for (int i = 0; i < count; i++)
    words[i] = seeds(&blocks[2 * i], threshold) | seeds(&blocks[2 * i + 1], threshold) << 32;
}

TARGET static void bernoulli(uint64_t key, uint64_t first, uint32_t threshold, uint64_t *words,
                             ptrdiff_t count) {
  const __m512i limit = _mm512_set1_epi32((int)threshold);
  ptrdiff_t done = 0;
  for (; count - done >= 2; done += 2)
    bernoulli_words(key, first + (uint64_t)done, limit, words + done, 2);
  if (done < count) bernoulli_words(key, first + (uint64_t)done, limit, words + done, 1);
}

/* The gaps of eight draws: three halvings, and the rest one by one. */
TARGET static ALWAYS_INLINE __m128i search(__m512i draws, const uint64_t *survival,
                                           const uint16_t *guide) {
  const __m256i bucket = _mm512_cvtepi64_epi32(_mm512_srli_epi64(draws, 52));
  /* Entries b and b + 1, the latter in the high half. */
  const __m256i pairs = _mm256_i32gather_epi32((const int *)(const void *)guide, bucket, 2);
  const __m256i high = _mm256_and_si256(pairs, _mm256_set1_epi32(0xFFFF));
  __m256i low = _mm256_srli_epi32(pairs, 16);
  const __mmask8 far = _mm256_cmpgt_epi32_mask(high, _mm256_add_epi32(low, _mm256_set1_epi32(7)));
  const __m256i start = low;
  for (int step = 4; step > 0; step /= 2) {
    const __m256i middle = _mm256_add_epi32(low, _mm256_set1_epi32(step));
    const __mmask8 inside = _mm256_cmple_epi32_mask(middle, high);
    const __m512i limit = _mm512_mask_i32gather_epi64(_mm512_setzero_si512(), inside, middle,
                                                      survival, 8);
    low = _mm256_mask_mov_epi32(low, _mm512_mask_cmplt_epu64_mask(inside, draws, limit), middle);
  }
  if (__builtin_expect(far != 0, 0)) {
    uint64_t draw[8];
    uint32_t lows[8], highs[8], found[8];
    _mm512_storeu_si512(draw, draws);
    _mm256_storeu_si256((__m256i *)lows, start);
    _mm256_storeu_si256((__m256i *)highs, high);
    _mm256_storeu_si256((__m256i *)found, low);
    for (int lane = 0; lane < 8; lane++)
      if (far >> lane & 1) found[lane] = search_gap(draw[lane], survival, lows[lane], highs[lane]);
    low = _mm256_loadu_si256((const __m256i *)found);
  }
  return _mm256_cvtepi32_epi16(low);
}

TARGET static void gaps(uint64_t key, uint64_t chunk, uint32_t first, const uint64_t *survival,
                        const uint16_t *guide, uint16_t *found) {
  const __m512i lanes = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
  block words = {{_mm512_set1_epi64((long long)chunk), _mm512_set1_epi64((long long)(chunk >> 32)),
                  _mm512_add_epi64(_mm512_set1_epi64(first / 2), lanes), _mm512_set1_epi64(1)}};
  philox(&words, 1, key);
  const __m128i even = search(pair(words.word[0], words.word[1]), survival, guide);
  const __m128i odd = search(pair(words.word[2], words.word[3]), survival, guide);
  _mm_storeu_si128((__m128i *)found, _mm_unpacklo_epi16(even, odd));
  _mm_storeu_si128((__m128i *)(found + 8), _mm_unpackhi_epi16(even, odd));
}

static const dropblock_kernels table = {
    scale_float32, scale_float64, scale_float16, scale_bfloat16, clear_16,
    clear_32,      clear_64,      population,    bernoulli,      gaps};

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
