/* A DropBlock in C, put under test with the kit: two axes, float32, with its backward pass. */
#include "dropblock_subject.h"

static uint64_t state;

/* SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
static double uniform(void) {
  uint64_t z = state += 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

static int run(const dbs_case *c, dbs_answer *a) {
  const int64_t h = c->spatial[0], w = c->spatial[1], bh = least(c->block[0], h),
                bw = least(c->block[1], w), maps = c->samples * c->channels;
  const float *x = (const float *)c->input, *g = (const float *)c->output_gradient;
  float *y = (float *)a->output, *dx = (float *)a->input_gradient;
  char *dropped;
  size_t kept = 0;
  if (!c->training || c->drop_probability == 0 || c->count == 0) return dbs_copy(c, a);
  if (!c->continues) state = c->key;
  dropped = (char *)calloc(c->count, 1);
  if (!dropped) return dbs_refused(a, "out of memory");
  const double gamma = c->drop_probability / (double)(bh * bw) * (double)(h * w) /
                       (double)((h - bh + 1) * (w - bw + 1));
  for (int64_t map = 0; map < maps; map++)
    for (int64_t i = 0; i <= h - bh; i++)
      for (int64_t j = 0; j <= w - bw; j++)
        if (uniform() < gamma)
          for (int64_t k = 0; k < bh; k++) memset(dropped + (map * h + i + k) * w + j, 1, (size_t)bw);
  for (size_t unit = 0; unit < c->count; unit++) kept += !dropped[unit];
  const float factor = kept ? (float)((double)c->count / (double)kept) : 0;
  for (size_t unit = 0; unit < c->count; unit++) {
    y[unit] = dropped[unit] ? 0 : x[unit] * factor;
    if (g) dx[unit] = dropped[unit] ? 0 : g[unit] * factor;
  }
  free(dropped);
  return DBS_RESULT;
}

int main(void) {
  const dbs_subject subject = {
      "c-example", "1",
      "{\"capabilities\": [\"backward\", \"keyed\", \"continues\", \"rectangularBlocks\", "
      "\"emptyTensors\"]}",
      run};
  return dbs_serve(&subject);
}
