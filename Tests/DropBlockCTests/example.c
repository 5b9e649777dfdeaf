/* A C program that uses the library: it prints what it found, and returns 0 when all of it is so. */
#include <dropblock.h>
#include <stdio.h>
#include <string.h>

enum { SAMPLES = 2, CHANNELS = 3, SIDE = 9, UNITS = SAMPLES * CHANNELS * SIDE * SIDE };

static const int64_t sides[2] = {SIDE, SIDE};

static int failures = 0;

static void check(int condition, const char *what) {
  if (!condition) {
    failures += 1;
    printf("not so: %s (last error: %s)\n", what, dropblock_last_error());
  }
}

/* Forward, backward, mask and drop tell of the same blocks. */
static void functions_agree(void) {
  dropblock_options options = dropblock_default_options(3, 0.2);
  dropblock_shape shape = dropblock_default_shape(SAMPLES, CHANNELS, 2, sides);
  float input[UNITS];
  float output[UNITS];
  float place[UNITS];
  float dropped[UNITS];
  uint8_t mask[UNITS];
  int64_t count = 0;
  int64_t alone = 0;
  double scale = 0;
  double scale_alone = 0;
  dropblock_kept kept = dropblock_default_kept(&count, &scale, 1);
  dropblock_kept kept_alone = dropblock_default_kept(&alone, &scale_alone, 1);
  int zeros = 0;
  int agree = 1;
  int i;

  options.key = 42;
  for (i = 0; i < UNITS; i++) input[i] = (float)(i + 1);
  memcpy(place, input, sizeof input);
  memcpy(dropped, input, sizeof input);

  check(dropblock_forward(&options, &shape, DROPBLOCK_FLOAT32, input, output, UNITS, &kept) ==
            DROPBLOCK_OK,
        "forward succeeds");
  check(dropblock_backward(&options, &shape, DROPBLOCK_FLOAT32, place, place, UNITS, NULL) ==
            DROPBLOCK_OK,
        "backward in place succeeds");
  check(dropblock_drop(&options, &shape, DROPBLOCK_FLOAT32, dropped, UNITS, NULL) == DROPBLOCK_OK,
        "drop succeeds");
  check(dropblock_mask(&options, &shape, mask, UNITS, NULL) == DROPBLOCK_OK, "mask succeeds");
  check(dropblock_kept_count(&options, &shape, &kept_alone) == DROPBLOCK_OK,
        "the count alone succeeds");
  check(memcmp(output, place, sizeof output) == 0, "forward and backward are the same map");
  for (i = 0; i < UNITS; i++) {
    float wanted = mask[i] ? 0 : input[i] * (float)scale;
    float untouched = mask[i] ? 0 : input[i];
    zeros += mask[i];
    if (memcmp(&wanted, &output[i], sizeof wanted) != 0) agree = 0;
    if (memcmp(&untouched, &dropped[i], sizeof untouched) != 0) agree = 0;
  }
  check(agree, "kept units are scaled, or left alone by drop; dropped units are zero");
  check(zeros > 0 && count == UNITS - zeros, "the kept count is that of the mask");
  check(alone == count && scale_alone == scale, "it is the same without a tensor");

  options.drop_probability = 1.5;
  check(dropblock_forward(&options, &shape, DROPBLOCK_FLOAT32, input, output, UNITS, NULL) ==
            DROPBLOCK_REFUSED,
        "a probability of 1.5 is refused");
  check(strstr(dropblock_last_error(), "1.5") != NULL, "the error names the value");
  options.size = 0;
  check(dropblock_forward(&options, &shape, DROPBLOCK_FLOAT32, input, output, UNITS, NULL) ==
            DROPBLOCK_BAD_ARGUMENT,
        "options without a size are a bad argument");
  check(dropblock_forward(NULL, &shape, DROPBLOCK_FLOAT32, input, output, UNITS, NULL) ==
            DROPBLOCK_BAD_ARGUMENT,
        "a null pointer is a bad argument");
  printf("dropblock %s: %d of %d units dropped, scale %.6f\n", dropblock_version(), zeros,
         (int)UNITS, scale);
}

/* One mask per sample, in float64, with gaps between rows, on two threads. */
static void strides_and_sharing(void) {
  enum { ROW = SIDE + 2, MAP = SIDE * ROW + 1, ELEMENTS = SAMPLES * CHANNELS * MAP };
  dropblock_options options = dropblock_default_options(3, 0.2);
  dropblock_shape shape = {0};
  double tensor[ELEMENTS];
  uint8_t mask[UNITS];
  int32_t threads = 0;
  int agree = 1;
  int gaps = 0;
  int i;

  options.sharing = DROPBLOCK_SHARE_CHANNELS;
  options.threads = 2;
  options.key = 7;
  shape.size = sizeof shape;
  shape.samples = SAMPLES;
  shape.channels = CHANNELS;
  shape.rank = 2;
  shape.spatial[0] = SIDE;
  shape.spatial[1] = SIDE;
  shape.layout = DROPBLOCK_STRIDED;
  shape.strides[0] = CHANNELS * MAP;
  shape.strides[1] = MAP;
  shape.strides[2] = ROW;
  shape.strides[3] = 1;
  for (i = 0; i < ELEMENTS; i++) tensor[i] = -3;

  check(dropblock_thread_count(&options, &shape, &threads) == DROPBLOCK_OK && threads == 2,
        "two threads are used");
  check(dropblock_mask(&options, &shape, mask, UNITS, NULL) == DROPBLOCK_OK, "mask succeeds");
  check(dropblock_drop(&options, &shape, DROPBLOCK_FLOAT64, tensor,
                       ELEMENTS - 1 - (ROW - SIDE), NULL) == DROPBLOCK_OK,
        "drop succeeds on strides");
  for (i = 0; i < UNITS; i++) {
    int map = i / (SIDE * SIDE);
    int place = map * MAP + i / SIDE % SIDE * ROW + i % SIDE;
    if (mask[i] != mask[i - map % CHANNELS * SIDE * SIDE]) agree = 0;
    if (tensor[place] != (mask[i] ? 0 : -3)) agree = 0;
    tensor[place] = 0;
  }
  for (i = 0; i < ELEMENTS; i++) gaps += tensor[i] != 0;
  check(agree, "the channels of a sample share their mask");
  check(gaps == ELEMENTS - UNITS, "the gaps between rows are not touched");
}

/* Every kernel gives the same mask, or says why it cannot be run. */
static void kernels_agree(void) {
  dropblock_options options = dropblock_default_options(3, 0.2);
  dropblock_shape shape = dropblock_default_shape(SAMPLES, CHANNELS, 2, sides);
  uint8_t first[UNITS];
  uint8_t mask[UNITS];
  char text[512];
  char line[64];
  size_t length;
  int32_t index;

  check(dropblock_kernel_count() > 0 && dropblock_kernel_name(DROPBLOCK_KERNEL_DEFAULT) != NULL, "there is a kernel");
  check(dropblock_mask(&options, &shape, first, UNITS, NULL) == DROPBLOCK_OK, "mask succeeds");
  check(strcmp(dropblock_kernel_name(DROPBLOCK_KERNEL_PORTABLE), "portable") == 0,
        "a kernel's number is a constant");
  for (index = 0; index < dropblock_kernel_count(); index++) {
    const int32_t kernel = dropblock_kernel_at(index);
    int32_t status;
    options.kernel = kernel;
    status = dropblock_mask(&options, &shape, mask, UNITS, NULL);
    if (dropblock_kernel_unavailable_reason(kernel) != NULL) {
      check(status == DROPBLOCK_REFUSED, "a kernel that cannot be run is refused");
      continue;
    }
    check(status == DROPBLOCK_OK && memcmp(first, mask, sizeof mask) == 0,
          "kernels make the same mask");
    check(strlen(dropblock_kernel_name(kernel)) < sizeof line - 16, "names are short");
    sprintf(line, "\nkernel: %s (", dropblock_kernel_name(kernel));
    length = dropblock_describe(&options, NULL, text, sizeof text);
    check(length > 0 && length < sizeof text && strlen(text) == length, "the description fits");
    check(strstr(text, line) != NULL, "the description names the kernel");
  }
  options.kernel = DROPBLOCK_KERNEL_DEFAULT;
  length = dropblock_describe(&options, &shape, NULL, 0);
  check(length > 0, "the length of the description can be asked for");
  check(dropblock_describe(&options, &shape, text, 10) == length && strlen(text) == 9,
        "a description that does not fit is cut");
}

int main(void) {
  functions_agree();
  strides_and_sharing();
  kernels_agree();
  return failures == 0 ? 0 : 1;
}
