/* DropBlock for C: the functions of libDropBlockC.
 *
 * What is computed, to the bit, is said in Documentation/Specification.md. Every function may be
 * called from several threads at once. None of them keeps a pointer that it was given, and none ends
 * the program over an argument: functions that return int32_t return a status, and leave a sentence
 * behind for dropblock_last_error when it is not DROPBLOCK_OK. Nothing is written before that is
 * certain.
 *
 * Masks are functions of options and shape alone: the same key gives the same mask in every call,
 * layout and dtype, at every number of threads and by every kernel. Buffers of elements lie as the
 * shape's layout says; in DROPBLOCK_STRIDED ones the gaps between units are never written.
 *
 * Link with -lDropBlockC; on Linux with GNU ld add -shared-libgcc, since the library takes its
 * half-precision conversions from a shared runtime, and the static libgcc hides its own. */
#ifndef DROPBLOCK_H
#define DROPBLOCK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a call returns. */
enum {
  DROPBLOCK_OK = 0,
  /* A null or misaligned pointer, buffers that overlap in part, a report that overlaps anything, a
   * constant that is none of these, a kernel number that there is not, a negative thread count. */
  DROPBLOCK_BAD_ARGUMENT = 1,
  /* A value outside its range, sizes and buffers that disagree, a kernel that this machine cannot
   * run, whether its number was given or its name is in DROPBLOCK_KERNEL. */
  DROPBLOCK_REFUSED = 2
};

/* dtype */
enum {
  DROPBLOCK_FLOAT16 = 0,
  DROPBLOCK_BFLOAT16 = 1,
  DROPBLOCK_FLOAT32 = 2,
  DROPBLOCK_FLOAT64 = 3
};

/* dropblock_shape.layout */
enum {
  DROPBLOCK_CHANNELS_FIRST = 0,
  DROPBLOCK_CHANNELS_LAST = 1,
  DROPBLOCK_STRIDED = 2
};

/* dropblock_options.seed_grid */
enum {
  DROPBLOCK_VALID = 0,
  DROPBLOCK_WHOLE_LOWER_CENTRE = 1,
  DROPBLOCK_WHOLE_UPPER_CENTRE = 2,
  DROPBLOCK_WHOLE_CORNER = 3
};

/* dropblock_options.gamma_rule */
enum {
  DROPBLOCK_GAMMA_PAPER = 0,
  DROPBLOCK_GAMMA_BLOCK_VOLUME = 1,
  DROPBLOCK_GAMMA_CALIBRATED = 2,
  DROPBLOCK_GAMMA_FIXED = 3
};

/* dropblock_options.sharing: a sum of these, or 0 for a mask per map */
enum { DROPBLOCK_SHARE_CHANNELS = 1, DROPBLOCK_SHARE_SAMPLES = 2 };

/* dropblock_options.scale_rule */
enum {
  DROPBLOCK_SCALE_TENSOR = 0,
  DROPBLOCK_SCALE_SAMPLE = 1,
  DROPBLOCK_SCALE_MAP = 2,
  DROPBLOCK_SCALE_FIXED = 3,
  DROPBLOCK_SCALE_NONE = 4
};

/* dropblock_options.sampler */
enum { DROPBLOCK_SPARSE = 0, DROPBLOCK_BERNOULLI = 1 };

/* The sizes of a tensor, and where its units lie in memory. */
typedef struct dropblock_shape {
  int64_t samples;
  int64_t channels;
  /* rank sizes, each 0 or more; the rest is not read */
  int64_t spatial[3];
  /* elements between neighbours: sample, channel, spatial axes; read for DROPBLOCK_STRIDED only */
  int64_t strides[5];
  /* 1, 2 or 3 spatial axes */
  int32_t rank;
  int32_t layout;
} dropblock_shape;

/* What is dropped, and how the rest is scaled; begin with dropblock_default_options. */
typedef struct dropblock_options {
  /* 0 to 1 */
  double drop_probability;
  /* 0 to 1; read for DROPBLOCK_GAMMA_FIXED only */
  double gamma;
  /* finite, 0 or more */
  double gamma_factor;
  /* finite, 0 or more; read for DROPBLOCK_SCALE_FIXED only */
  double fixed_scale;
  /* the random key: any value, one per call of a training step */
  uint64_t key;
  /* the index in a larger batch of the tensor's first sample; 0 or more */
  int64_t first_sample;
  /* one side per spatial axis, each 1 or more */
  int64_t block_size[3];
  int32_t seed_grid;
  int32_t gamma_rule;
  int32_t sharing;
  int32_t scale_rule;
  int32_t sampler;
  /* not 0: a block larger than its map is an error; 0: it is clipped to the map */
  int32_t refuse_oversized_block;
  /* not 0: the identity */
  int32_t inference;
  /* the most threads; 0 leaves it to the library, above 256 counts as 256, and a negative number is
   * DROPBLOCK_BAD_ARGUMENT. The results never depend on it */
  int32_t threads;
  /* the inner loops to run, by the number that dropblock_kernel_name counts with; 0: those that the
   * environment variable DROPBLOCK_KERNEL names, or else the best. A number that there is not is
   * DROPBLOCK_BAD_ARGUMENT; a kernel that this machine cannot run, or a name in DROPBLOCK_KERNEL
   * that is none, is DROPBLOCK_REFUSED. The variable is read once per process; an empty value counts
   * as not set. The results never depend on the kernel */
  int32_t kernel;
} dropblock_options;

/* Where a call reports, scope by scope: one scope for the tensor (also for fixed and no scale), one
 * per sample, or one per map. Either array may be null; those given have room for `capacity`, and
 * what is written to them overlaps neither the other array nor a buffer of the call. */
typedef struct dropblock_kept {
  int64_t *counts;
  double *scales;
  size_t capacity;
} dropblock_kept;

/* The version of the library, such as "0.1.0". */
const char *dropblock_version(void);

/* What went wrong in this thread's last call that did not return DROPBLOCK_OK: one sentence, valid
 * until the thread's next such call; "" when there was none. */
const char *dropblock_last_error(void);

/* The paper's options for a block with the same side on every axis. */
dropblock_options dropblock_default_options(int64_t block_size, double drop_probability);

/* Writes DropBlock of input to output, both of element_count elements; they may be the same buffer.
 * kept may be null. Nothing is written unless DROPBLOCK_OK is returned. */
int32_t dropblock_forward(const dropblock_options *options, const dropblock_shape *shape,
                          int32_t dtype, const void *input, void *output, size_t element_count,
                          dropblock_kept *kept);

/* Writes the gradient of the input of the forward call with the same options and shape. */
int32_t dropblock_backward(const dropblock_options *options, const dropblock_shape *shape,
                           int32_t dtype, const void *output_gradient, void *input_gradient,
                           size_t element_count, dropblock_kept *kept);

/* Makes the dropped units of tensor +0 and touches no other: scaling is left to the caller, who finds
 * the factors in kept->scales. Drops the gradient, too. */
int32_t dropblock_drop(const dropblock_options *options, const dropblock_shape *shape,
                       int32_t dtype, void *tensor, size_t element_count, dropblock_kept *kept);

/* Writes 1 for each dropped unit and 0 for the others, in logical order (sample, channel, spatial
 * axes), whatever the layout; mask has room for mask_count bytes, at least one per unit. Runs on the
 * calling thread alone, in a few KiB or the bits of 64 maps beyond the mask. */
int32_t dropblock_mask(const dropblock_options *options, const dropblock_shape *shape,
                       uint8_t *mask, size_t mask_count, dropblock_kept *kept);

/* Counts what a call would keep, without a tensor; kept must not be null, nor both of its arrays. */
int32_t dropblock_kept_count(const dropblock_options *options, const dropblock_shape *shape,
                             dropblock_kept *kept);

/* Writes to count how many threads dropblock_forward shares its work out to, from one buffer to
 * another; where the machine has fewer processors, fewer run at once. */
int32_t dropblock_thread_count(const dropblock_options *options, const dropblock_shape *shape,
                               int32_t *count);

/* The number of kernels, sets of inner loops, that were built in; they are numbered from 1 on, the
 * best first. */
int32_t dropblock_kernel_count(void);

/* The name of a kernel, such as "avx2"; of 0, that of the kernel that is run without a choice. Null
 * where there is none: for a number that there is not, and for 0 where DROPBLOCK_KERNEL names none.
 * The text stays valid for good. */
const char *dropblock_kernel_name(int32_t kernel);

/* Why this machine cannot run a kernel, or null where it can: null for no number that there is not.
 * Of 0, why the kernel that DROPBLOCK_KERNEL names cannot be run. The text stays valid for good. */
const char *dropblock_kernel_obstacle(int32_t kernel);

/* Writes what the library is to text, ended by a zero, in lines: version, kernel in use, kernels that
 * can be run, those that cannot and why not, threads. options and shape may be null, for the defaults
 * and for any shape.
 *
 * Returns the length of the whole text without its zero, however much of it `capacity` bytes could
 * take, as snprintf does; text may be null when capacity is 0. Returns 0, with a sentence for
 * dropblock_last_error, when an argument is wrong. */
size_t dropblock_describe(const dropblock_options *options, const dropblock_shape *shape, char *text,
                          size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
