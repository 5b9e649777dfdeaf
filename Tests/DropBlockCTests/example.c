/* A C program that uses the library: it prints what it found, and returns 0 when all of it is so. */
#include <dropblock.h>
#include <stdio.h>
#include <string.h>

enum { UNITS = 2 * 3 * 9 * 9 };

static int failures = 0;

static void check(int condition, const char *what) {
  if (!condition) {
    failures += 1;
    printf("not so: %s (last error: %s)\n", what, dropblock_last_error());
  }
}

int main(void) {
  dropblock_options options = dropblock_default_options(3, 0.2);
  dropblock_shape shape = {0};
  float input[UNITS];
  float output[UNITS];
  float place[UNITS];
  uint8_t mask[UNITS];
  int64_t count = 0;
  double scale = 0;
  dropblock_kept kept = {0};
  int zeros = 0;
  int agree = 1;
  int i;

  kept.counts = &count;
  kept.scales = &scale;
  kept.capacity = 1;
  shape.samples = 2;
  shape.channels = 3;
  shape.rank = 2;
  shape.spatial[0] = 9;
  shape.spatial[1] = 9;
  options.key = 42;
  for (i = 0; i < UNITS; i++) input[i] = (float)(i + 1);
  memcpy(place, input, sizeof input);

  check(dropblock_forward(&options, &shape, DROPBLOCK_FLOAT32, input, output, UNITS, &kept) ==
            DROPBLOCK_OK,
        "forward succeeds");
  check(dropblock_backward(&options, &shape, DROPBLOCK_FLOAT32, place, place, UNITS, NULL) ==
            DROPBLOCK_OK,
        "backward in place succeeds");
  check(dropblock_mask(&options, &shape, mask, UNITS, NULL) == DROPBLOCK_OK, "mask succeeds");
  check(memcmp(output, place, sizeof output) == 0, "forward and backward are the same map");
  for (i = 0; i < UNITS; i++) {
    float wanted = mask[i] ? 0 : input[i] * (float)scale;
    zeros += mask[i];
    if (memcmp(&wanted, &output[i], sizeof wanted) != 0) agree = 0;
  }
  check(agree, "kept units are scaled, dropped units are zero");
  check(zeros > 0 && count == UNITS - zeros, "the kept count is that of the mask");

  options.drop_probability = 1.5;
  check(dropblock_forward(&options, &shape, DROPBLOCK_FLOAT32, input, output, UNITS, NULL) ==
            DROPBLOCK_REFUSED,
        "a probability of 1.5 is refused");
  check(strstr(dropblock_last_error(), "1.5") != NULL, "the error names the value");
  check(dropblock_forward(NULL, &shape, DROPBLOCK_FLOAT32, input, output, UNITS, NULL) ==
            DROPBLOCK_BAD_ARGUMENT,
        "a null pointer is a bad argument");

  printf("dropblock %s: %d of %d units dropped, scale %.6f\n", dropblock_version(), zeros,
         (int)UNITS, scale);
  return failures == 0 ? 0 : 1;
}
