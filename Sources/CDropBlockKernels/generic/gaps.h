/* The gaps of draws, by a logarithm; included once for each set of kernels.
 *
 * The includer defines TARGET, LANES, types of so many lanes, and
 *
 *   lanes, reals, gaps       numbers of 64 bits, doubles, and gaps of 32 bits
 *   all_reals(x)             x in every lane
 *   added, subtracted, multiplied, least_of, multiplied_added(a, b, c) = a b + c
 *   reals_of(lanes)          the nearest doubles
 *   divided(a, b)            a / b, off by less than 2^-29 of itself
 *   split(u, &m, &w)         u = m 2^e with 1 <= m < 2, and w = (e - 63.5) ln 2
 *   cut_off(reals)           the whole parts, towards 0
 *   are_unequal(gaps, gaps)  a bit for each lane
 *   are_below(reals, x)      a bit for each lane
 *   lanes_to(memory, lanes), gaps_to(memory, gaps), gaps_from(memory) */

__extension__ typedef unsigned __int128 unsigned_128;

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

/* t = ln u / ln q of draws that are not 0. */
TARGET static ALWAYS_INLINE reals quotients(reals draws, double inverse) {
  reals mantissa, whole;
  split(draws, &mantissa, &whole);
  const reals root = all_reals(SQRT2);
  const reals s = divided(subtracted(mantissa, root), added(mantissa, root));
  const reals square = multiplied(s, s);
  reals series = all_reals(2.0 / 9);
  series = multiplied_added(series, square, all_reals(2.0 / 7));
  series = multiplied_added(series, square, all_reals(2.0 / 5));
  series = multiplied_added(series, square, all_reals(2.0 / 3));
  series = multiplied_added(series, square, all_reals(2.0));
  return multiplied(multiplied_added(series, s, whole), all_reals(inverse));
}

/* The gaps of draws. */
TARGET static ALWAYS_INLINE gaps gaps_of(lanes draws, uint64_t q, double inverse) {
  const reals u = reals_of(draws), most = all_reals(CHUNK);
  const reals t = quotients(u, inverse);
  const reals doubt = all_reals(QUOTIENT_ERROR - inverse * LOGARITHM_ERROR);
  /* No gap is below 0, so that a difference below 0 may be cut off to it. */
  gaps low = cut_off(least_of(subtracted(t, doubt), most));
  const gaps high = cut_off(least_of(added(t, doubt), most));
  const unsigned open = are_unequal(low, high) | are_below(u, LEAST_DRAW);
  if (__builtin_expect(open != 0, 0)) {
    uint64_t draw[LANES];
    uint32_t gap[LANES];
    lanes_to(draw, draws);
    gaps_to(gap, low);
    for (int lane = 0; lane < LANES; lane++)
      if (open >> lane & 1) gap[lane] = gap_step_by_step(draw[lane], q);
    low = gaps_from(gap);
  }
  return low;
}
