/* DropBlock for C: the functions of libDropBlockC.
 *
 * Documentation/Specification.md says what is computed, to the bit. Every function may be called from
 * several threads at once. No function keeps a pointer that it was given. No argument ends the
 * program: functions that return int32_t return a status, and when it is not DROPBLOCK_OK, a sentence
 * waits in dropblock_last_error. Unless DROPBLOCK_OK is returned, nothing is written.
 *
 * Masks are functions of options and shape alone: the same key gives the same mask in every call,
 * layout and dtype, at every number of threads and by every kernel. Buffers of elements lie as the
 * shape's layout says; in DROPBLOCK_STRIDED ones the gaps between units are never written.
 *
 * Every structure begins with its own size, so that a program and a library of different versions
 * understand each other. The functions dropblock_default_options, dropblock_default_shape and
 * dropblock_default_kept fill it in; so does `dropblock_shape shape = {.size = sizeof shape, ...}`.
 * Later versions only append fields, and 0 is the default of each. Where a size is smaller than the
 * library's, the missing fields are 0. Where it is larger, what the library does not know must be 0.
 * Other sizes are DROPBLOCK_BAD_ARGUMENT: those below the first version's, those that are no multiple
 * of 8, and those above DROPBLOCK_LARGEST_STRUCTURE. No byte beyond the size is read.
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
  /* A null or misaligned pointer, a structure of a size that is not admissible, buffers that overlap
   * in part, a report that overlaps anything, a value that is none of the constants below, a negative
   * thread count. */
  DROPBLOCK_BAD_ARGUMENT = 1,
  /* A value outside its range, sizes and buffers that disagree, a kernel that this machine cannot
   * run, whether options->kernel or the environment variable DROPBLOCK_KERNEL asks for it. */
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

/* dropblock_options.kernel. A number belongs to its kernel for good; new kernels get new numbers. */
enum {
  /* the one that the environment variable DROPBLOCK_KERNEL names, or else the best */
  DROPBLOCK_KERNEL_DEFAULT = 0,
  /* "portable": runs everywhere */
  DROPBLOCK_KERNEL_PORTABLE = 1,
  /* "avx2": x86-64 with AVX2, FMA, F16C and BMI2 */
  DROPBLOCK_KERNEL_AVX2 = 2,
  /* "avx512": x86-64 with AVX-512 F, BW, DQ and VL, and BMI2 */
  DROPBLOCK_KERNEL_AVX512 = 3
};

/* The largest size of a structure that is looked at. */
enum { DROPBLOCK_LARGEST_STRUCTURE = 1024 };

/* The sizes of a tensor, and where its units lie in memory. */
typedef struct dropblock_shape {
  /* sizeof(dropblock_shape) */
  size_t size;
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
  /* sizeof(dropblock_options) */
  size_t size;
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
  /* a DROPBLOCK_KERNEL_ constant. Any other number is DROPBLOCK_BAD_ARGUMENT. A kernel that this
   * machine cannot run is DROPBLOCK_REFUSED, as is a name in DROPBLOCK_KERNEL that no kernel has. The
   * variable is read once per process; an empty value counts as not set. The results never depend on
   * the kernel */
  int32_t kernel;
  /* 0 */
  int32_t reserved;
} dropblock_options;

/* Where a call reports, scope by scope: one scope for the tensor (also for fixed and no scale), one
 * per sample, or one per map. Either array may be null; those given have room for `capacity`, and
 * what is written to them overlaps neither the other array nor a buffer of the call. */
typedef struct dropblock_kept {
  /* sizeof(dropblock_kept) */
  size_t size;
  int64_t *counts;
  double *scales;
  size_t capacity;
} dropblock_kept;

/* The version of the library, such as "0.1.0". */
const char *dropblock_version(void);

/* What went wrong in this thread's last call that did not return DROPBLOCK_OK: one sentence, valid
 * until the thread's next such call; "" when there was none. */
const char *dropblock_last_error(void);

/* The key of one call of a training run. Two layers, or two devices, with one key drop the same units:
 * the step alone is one key for all of them. The same numbers give the same key, in Swift
 * (DropBlockKey.of) and in Python (layer_key) too. */
uint64_t dropblock_key(uint64_t seed, uint64_t step, uint64_t layer, uint64_t replica);

/* Makes the `size` bytes at options the paper's options for a block with the same side on every axis.
 * Programs in C call dropblock_default_options. */
int32_t dropblock_init_options(dropblock_options *options, size_t size, int64_t block_size,
                               double drop_probability);

/* The paper's options for a block with the same side on every axis. */
static inline dropblock_options dropblock_default_options(int64_t block_size,
                                                          double drop_probability) {
  dropblock_options options;
  dropblock_init_options(&options, sizeof options, block_size, drop_probability);
  return options;
}

/* A shape that lies channels first, with `rank` spatial axes. */
static inline dropblock_shape dropblock_default_shape(int64_t samples, int64_t channels,
                                                      int32_t rank, const int64_t *spatial) {
  dropblock_shape shape = {sizeof(dropblock_shape), 0, 0, {0, 0, 0}, {0, 0, 0, 0, 0}, 0, 0};
  int32_t axis;
  shape.samples = samples;
  shape.channels = channels;
  shape.rank = rank;
  for (axis = 0; axis < rank && axis < 3; axis++) shape.spatial[axis] = spatial[axis];
  return shape;
}

/* A report to arrays with room for `capacity` scopes; either may be null. */
static inline dropblock_kept dropblock_default_kept(int64_t *counts, double *scales,
                                                    size_t capacity) {
  dropblock_kept kept = {sizeof(dropblock_kept), NULL, NULL, 0};
  kept.counts = counts;
  kept.scales = scales;
  kept.capacity = capacity;
  return kept;
}

/* Writes DropBlock of input to output, both of element_count elements; they may be the same buffer.
 * kept may be null. Nothing is written unless DROPBLOCK_OK is returned. */
int32_t dropblock_forward(const dropblock_options *options, const dropblock_shape *shape,
                          int32_t dtype, const void *input, void *output, size_t element_count,
                          dropblock_kept *kept);

/* Writes the gradient of the input of the forward call with the same options and shape. */
int32_t dropblock_backward(const dropblock_options *options, const dropblock_shape *shape,
                           int32_t dtype, const void *output_gradient, void *input_gradient,
                           size_t element_count, dropblock_kept *kept);

/* Makes the dropped units of tensor +0 and touches no other. Scaling is left to the caller, who finds
 * the factors in kept->scales. A gradient is dropped in the same way. */
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

/* The number of kernels of this build. */
int32_t dropblock_kernel_count(void);

/* The constant of a kernel of this build: of the best at index 0, of the next one at index 1, and so
 * on; DROPBLOCK_KERNEL_DEFAULT for an index below 0, or of dropblock_kernel_count and above. */
int32_t dropblock_kernel_at(int32_t index);

/* The name of a kernel, such as "avx2"; of DROPBLOCK_KERNEL_DEFAULT, the name of the kernel that it
 * stands for. Returns NULL for a number that no kernel has, and for DROPBLOCK_KERNEL_DEFAULT where
 * DROPBLOCK_KERNEL names no kernel that can be run. The text stays valid for good. */
const char *dropblock_kernel_name(int32_t kernel);

/* Why this machine cannot run a kernel; NULL if it can. A number that no kernel has never gives NULL.
 * Of DROPBLOCK_KERNEL_DEFAULT: why the kernel that DROPBLOCK_KERNEL names cannot be run. The text
 * stays valid for good. */
const char *dropblock_kernel_unavailable_reason(int32_t kernel);

/* Describes the library in lines of text, ended by a zero: version, kernel in use, kernels that can be
 * run, those that cannot and why not, threads. options and shape may be null: they stand for the
 * defaults and for any shape.
 *
 * Returns the length of the whole text without its zero, even if `capacity` bytes do not hold it, as
 * snprintf does; text may be null when capacity is 0. When an argument is wrong, returns 0 and leaves
 * a sentence for dropblock_last_error. */
size_t dropblock_describe(const dropblock_options *options, const dropblock_shape *shape, char *text,
                          size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
