/* The walk over a tensor, a line of 64 bytes at a time; included once for each set of kernels.
 *
 * Where the output begins inside a line, that line is done first, so that all stores but the first
 * and the last fall on whole lines. Four pages are worked on in turn when there are so many: that
 * keeps more transfers under way than one stream does. The includer defines TARGET, and
 *
 *   line_f(input, output, keep, factor, streaming)
 *
 * for each format f, which does one line whose lowest lanes' keep bits are those of `keep`, and
 *
 *   part_f(input, output, count, mask, start, factor)
 *
 * which does less than a line. */

#define DEFINE_WALK(format, type, factor_type)                                                   \
  TARGET static ALWAYS_INLINE void step_##format(const type *input, type *output,                \
                                                 const uint64_t *mask, ptrdiff_t start,          \
                                                 factor_type factor, int streaming) {            \
    const ptrdiff_t lanes = 64 / sizeof(type);                                                   \
    for (ptrdiff_t line = 0; line < 4; line++)                                                   \
      line_##format(input + line * lanes, output + line * lanes,                                 \
                    ~bits_from(mask, start + line * lanes), factor, streaming);                  \
  }                                                                                              \
                                                                                                 \
  TARGET static ALWAYS_INLINE void pages_##format(const type *input, type *output,               \
                                                  const uint64_t *mask, ptrdiff_t start,         \
                                                  factor_type factor, int streaming) {           \
    const ptrdiff_t page = PAGE / sizeof(type), step = STEP / sizeof(type);                      \
    for (ptrdiff_t place = 0; place < page; place += step)                                       \
      for (ptrdiff_t k = place; k < 4 * page; k += page) {                                       \
        for (ptrdiff_t ahead = 0; ahead < STEP; ahead += 64) {                                   \
          if (streaming)                                                                         \
            __builtin_prefetch((const char *)(input + k) + AHEAD_IN_PAGE + ahead, 0, 3);         \
          else                                                                                   \
            __builtin_prefetch((const char *)(output + k) + AHEAD_IN_PAGE + ahead, 1, 3);        \
        }                                                                                        \
        step_##format(input + k, output + k, mask, start + k, factor, streaming);                \
      }                                                                                          \
  }                                                                                              \
                                                                                                 \
  TARGET static void scale_##format(const void *from, void *to, ptrdiff_t count,                 \
                                    const uint64_t *mask, ptrdiff_t start, double given,         \
                                    int32_t streaming) {                                         \
    const type *input = from;                                                                    \
    type *output = to;                                                                           \
    const factor_type factor = (factor_type)given;                                               \
    const ptrdiff_t lanes = 64 / sizeof(type), page = PAGE / sizeof(type),                       \
                    step = STEP / sizeof(type);                                                  \
    /* Short runs are done sooner than they are aligned; what is not aligned can't be streamed. */ \
    const int is_short = count < 2 * step;                                                       \
    const ptrdiff_t head = (ptrdiff_t)((0 - (uintptr_t)output) % 64 / sizeof(type));             \
    ptrdiff_t done = is_short ? 0 : head;                                                        \
    if (done > 0) part_##format(input, output, done, mask, start, factor);                       \
    if (streaming && !is_short) {                                                                \
      for (; count - done >= step && (uintptr_t)(output + done) % PAGE != 0; done += lanes)      \
        line_##format(input + done, output + done, ~bits_from(mask, start + done), factor, 1);   \
      for (; count - done >= 4 * page; done += 4 * page)                                         \
        pages_##format(input + done, output + done, mask, start + done, factor, 1);              \
    } else if (from == to)                                                                         \
      for (; count - done >= 4 * page; done += 4 * page)                                         \
        pages_##format(input + done, output + done, mask, start + done, factor, 0);              \
    if (streaming && !is_short)                                                                  \
      for (; count - done >= step; done += step) {                                               \
        for (ptrdiff_t ahead = 0; ahead < STEP; ahead += 64)                                     \
          __builtin_prefetch((const char *)(input + done) + AHEAD + ahead, 0, 3);                \
        step_##format(input + done, output + done, mask, start + done, factor, 1);               \
      }                                                                                          \
    for (; count - done >= step; done += step) {                                                 \
      for (ptrdiff_t ahead = 0; ahead < STEP; ahead += 64) {                                     \
        __builtin_prefetch((const char *)(input + done) + AHEAD + ahead, 0, 3);                  \
        __builtin_prefetch((const char *)(output + done) + AHEAD + ahead, 1, 3);                 \
      }                                                                                          \
      step_##format(input + done, output + done, mask, start + done, factor, 0);                 \
    }                                                                                            \
    for (; count - done >= lanes; done += lanes)                                                 \
      line_##format(input + done, output + done, ~bits_from(mask, start + done), factor, 0);     \
    if (count > done)                                                                            \
      part_##format(input + done, output + done, count - done, mask, start + done, factor);      \
    /* Streaming stores are in no order with those that hand the output on. */                   \
    if (streaming) _mm_sfence();                                                                 \
  }

DEFINE_WALK(float32, float, float)
DEFINE_WALK(float64, double, double)
DEFINE_WALK(float16, uint16_t, float)
DEFINE_WALK(bfloat16, uint16_t, float)

#undef DEFINE_WALK
