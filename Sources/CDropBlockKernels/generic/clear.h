/* Zeroing the units that a mask drops and touching no other line; included once for each set of kernels
 * that can store some lanes of a line and leave the others.
 *
 * Which lines those are is read off the mask for 64 lines at a time, and then they are gone through one
 * after the other: a test of every line would be a branch that nobody can foresee. The lines of two
 * pages further on are asked for meanwhile. The first units are done apart, so that a store falls on
 * one line.
 *
 * The includer defines TARGET and, for each width of a unit in bits, two functions:
 *
 *   touched_w  the lines with a dropped unit among 64 from bit `start` of a mask on, the first in the
 *              lowest bit
 *   zero_w     makes the lanes of a line +0 whose bits are set; bits beyond the line are anything */

enum { PAGES_AHEAD = 2 };

typedef uint64_t touched_function(const uint64_t *mask, ptrdiff_t start);
typedef void zero_function(void *output, uint64_t bits);

/* Less than 64 lines; the first of them need not begin where a line does. */
TARGET static ALWAYS_INLINE void clear_part(zero_function *zero, ptrdiff_t width, char *output,
                                            ptrdiff_t count, const uint64_t *mask,
                                            ptrdiff_t start) {
  const ptrdiff_t lanes = 64 / width;
  for (ptrdiff_t done = 0; done < count; done += lanes) {
    uint64_t bits = bits_from(mask, start + done) & ~(~UINT64_C(0) << lanes);
    if (count - done < lanes) bits &= ~(~UINT64_C(0) << (count - done));
    if (bits != 0) zero(output + done * width, bits);
  }
}

/* The lines of a page: those that the mask drops something of. */
TARGET static ALWAYS_INLINE void clear_page(zero_function *zero, ptrdiff_t width, uint64_t lines,
                                            char *output, const uint64_t *mask, ptrdiff_t start) {
  const ptrdiff_t lanes = 64 / width;
  for (; lines != 0; lines &= lines - 1) {
    const ptrdiff_t line = __builtin_ctzll(lines);
    zero(output + 64 * line, bits_from(mask, start + line * lanes));
  }
}

TARGET static ALWAYS_INLINE void clear(touched_function *touched, zero_function *zero,
                                       ptrdiff_t width, char *output, ptrdiff_t count,
                                       const uint64_t *mask, ptrdiff_t start) {
  const ptrdiff_t page = 64 * (64 / width);
  const ptrdiff_t head = (ptrdiff_t)((0 - (uintptr_t)output) % 64) / width;
  ptrdiff_t done = head < count ? head : count;
  clear_part(zero, width, output, done, mask, start);
  for (; count - done >= page; done += page) {
    if (count - done >= (PAGES_AHEAD + 1) * page) {
      const ptrdiff_t ahead = done + PAGES_AHEAD * page;
      uint64_t lines = touched(mask, start + ahead);
      for (; lines != 0; lines &= lines - 1)
        __builtin_prefetch(output + ahead * width + 64 * __builtin_ctzll(lines), 1, 3);
    }
    clear_page(zero, width, touched(mask, start + done), output + done * width, mask, start + done);
  }
  clear_part(zero, width, output + done * width, count - done, mask, start + done);
}

TARGET static void clear_16(void *tensor, ptrdiff_t count, const uint64_t *mask, ptrdiff_t start) {
  clear(touched_16, zero_16, 2, tensor, count, mask, start);
}

TARGET static void clear_32(void *tensor, ptrdiff_t count, const uint64_t *mask, ptrdiff_t start) {
  clear(touched_32, zero_32, 4, tensor, count, mask, start);
}

TARGET static void clear_64(void *tensor, ptrdiff_t count, const uint64_t *mask, ptrdiff_t start) {
  clear(touched_64, zero_64, 8, tensor, count, mask, start);
}
