/* Products of a tensor and a factor, by lines of 64 bytes; included once for each set of kernels.
 *
 * Where the output begins inside a line, that line is done first, so that all stores but the first
 * and the last fall on whole lines. Four pages are worked on in turn when there are so many: that
 * keeps more transfers under way than one stream does.
 *
 * The includer defines TARGET, stores_done() and, for each format, two functions:
 *
 *   line_f  one line; the units whose keep bits are 0 become +0 (a line_function)
 *   part_f  the first `count` units of a line, and no other (a part_function)
 *
 * They are arguments of the functions below. These are inlined where the arguments are constants, so
 * that nothing is called in a loop. */

/* Bytes. Lines are worked on four at a time: a step. */
enum { LINE = 64, STEP = 256, PAGE = 4096 };

/* How many bytes before their turn lines are asked for: in one stream, and in each of four. */
enum { AHEAD = 1024, AHEAD_IN_PAGE = 512 };

/* A run of units of `width` bytes each; unit i has bit start + i of the mask. */
typedef struct {
  const char *input;
  char *output;
  const uint64_t *mask;
  ptrdiff_t start;
  ptrdiff_t width;
  double factor;
} units;

/* The units from `first` on. */
TARGET static ALWAYS_INLINE units units_from(units run, ptrdiff_t first) {
  run.input += first * run.width;
  run.output += first * run.width;
  run.start += first;
  return run;
}

TARGET static ALWAYS_INLINE void scale_line(line_function *line, units run, int streaming) {
  line(run.input, run.output, ~bits_from(run.mask, run.start), run.factor, streaming);
}

TARGET static ALWAYS_INLINE void scale_part(part_function *part, units run, ptrdiff_t count) {
  part(run.input, run.output, count, ~bits_from(run.mask, run.start), run.factor);
}

TARGET static ALWAYS_INLINE void scale_step(line_function *line, units run, int streaming) {
  for (ptrdiff_t i = 0; i < STEP / LINE; i++)
    scale_line(line, units_from(run, i * (LINE / run.width)), streaming);
}

/* Asks for the lines of a step that will be read, or written, or both in turn. */
static ALWAYS_INLINE void expect_reads(const char *place) {
  for (ptrdiff_t i = 0; i < STEP; i += LINE) __builtin_prefetch(place + i, 0, 3);
}

static ALWAYS_INLINE void expect_writes(const char *place) {
  for (ptrdiff_t i = 0; i < STEP; i += LINE) __builtin_prefetch(place + i, 1, 3);
}

static ALWAYS_INLINE void expect_both(const char *input, const char *output) {
  for (ptrdiff_t i = 0; i < STEP; i += LINE) {
    __builtin_prefetch(input + i, 0, 3);
    __builtin_prefetch(output + i, 1, 3);
  }
}

/* Four pages, a step of each in turn. Without streaming, input and output are the same. */
TARGET static ALWAYS_INLINE void scale_pages(line_function *line, units run, int streaming) {
  const ptrdiff_t page = PAGE / run.width, step = STEP / run.width;
  for (ptrdiff_t place = 0; place < page; place += step) {
    for (ptrdiff_t first = place; first < 4 * page; first += page) {
      const units next = units_from(run, first);
      if (streaming)
        expect_reads(next.input + AHEAD_IN_PAGE);
      else
        expect_writes(next.output + AHEAD_IN_PAGE);
      scale_step(line, next, streaming);
    }
  }
}

/* The first units of a long run, with stores that pass the caches by; returns how many were done. The
 * output begins where a line does. */
TARGET static ALWAYS_INLINE ptrdiff_t scale_streaming(line_function *line, units run,
                                                      ptrdiff_t count) {
  const ptrdiff_t lanes = LINE / run.width, page = PAGE / run.width, step = STEP / run.width;
  ptrdiff_t done = 0;
  for (; count - done >= step && (uintptr_t)units_from(run, done).output % PAGE != 0; done += lanes)
    scale_line(line, units_from(run, done), 1);
  for (; count - done >= 4 * page; done += 4 * page)
    scale_pages(line, units_from(run, done), 1);
  for (; count - done >= step; done += step) {
    expect_reads(units_from(run, done).input + AHEAD);
    scale_step(line, units_from(run, done), 1);
  }
  return done;
}

TARGET static ALWAYS_INLINE void scale(line_function *line, part_function *part, units run,
                                       ptrdiff_t count, int32_t streaming) {
  const ptrdiff_t lanes = LINE / run.width, page = PAGE / run.width, step = STEP / run.width;
  ptrdiff_t done = 0;
  /* Short runs are done sooner than they are aligned; what is not aligned can't be streamed. */
  if (count >= 2 * step) {
    done = (ptrdiff_t)((0 - (uintptr_t)run.output) % LINE) / run.width;
    if (done > 0) scale_part(part, run, done);
    if (streaming) {
      done += scale_streaming(line, units_from(run, done), count - done);
    } else if (run.input == run.output) {
      for (; count - done >= 4 * page; done += 4 * page)
        scale_pages(line, units_from(run, done), 0);
    }
  }
  for (; count - done >= step; done += step) {
    const units next = units_from(run, done);
    expect_both(next.input + AHEAD, next.output + AHEAD);
    scale_step(line, next, 0);
  }
  for (; count - done >= lanes; done += lanes) scale_line(line, units_from(run, done), 0);
  if (count > done) scale_part(part, units_from(run, done), count - done);
  /* Streaming stores are in no order with those that hand the output on. */
  if (streaming) stores_done();
}

TARGET static void scale_float32(const void *input, void *output, ptrdiff_t count,
                                 const uint64_t *mask, ptrdiff_t start, double factor,
                                 int32_t streaming) {
  const units run = {input, output, mask, start, sizeof(float), factor};
  scale(line_float32, part_float32, run, count, streaming);
}

TARGET static void scale_float64(const void *input, void *output, ptrdiff_t count,
                                 const uint64_t *mask, ptrdiff_t start, double factor,
                                 int32_t streaming) {
  const units run = {input, output, mask, start, sizeof(double), factor};
  scale(line_float64, part_float64, run, count, streaming);
}

TARGET static void scale_float16(const void *input, void *output, ptrdiff_t count,
                                 const uint64_t *mask, ptrdiff_t start, double factor,
                                 int32_t streaming) {
  const units run = {input, output, mask, start, sizeof(uint16_t), factor};
  scale(line_float16, part_float16, run, count, streaming);
}

TARGET static void scale_bfloat16(const void *input, void *output, ptrdiff_t count,
                                  const uint64_t *mask, ptrdiff_t start, double factor,
                                  int32_t streaming) {
  const units run = {input, output, mask, start, sizeof(uint16_t), factor};
  scale(line_bfloat16, part_bfloat16, run, count, streaming);
}
