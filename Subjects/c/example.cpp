// A DropBlock in C++, put under test with the kit: masks shared over channels, float32 and float64.
#include "dropblock_subject.h"

#include <algorithm>
#include <random>
#include <vector>

namespace {

std::mt19937_64 generator;

template <typename Number>
void drop(const dbs_case &c, dbs_answer &a) {
  const auto h = c.spatial[0], w = c.spatial[1];
  const auto b = c.block[0], bh = std::min(b, h), bw = std::min(b, w);
  const double gamma = c.drop_probability / double(bh * bw) * double(h * w) /
                       double((h - bh + 1) * (w - bw + 1));
  std::bernoulli_distribution seed(std::min(gamma, 1.0));
  std::vector<bool> dropped(c.count);
  for (int64_t sample = 0; sample < c.samples; sample++)
    for (int64_t i = 0; i + bh <= h; i++)
      for (int64_t j = 0; j + bw <= w; j++) {
        if (!seed(generator)) continue;
        for (int64_t channel = 0; channel < c.channels; channel++)
          for (int64_t k = 0; k < bh; k++)
            for (int64_t l = 0; l < bw; l++)
              dropped[((sample * c.channels + channel) * h + i + k) * w + j + l] = true;
      }
  const auto kept = c.count - std::count(dropped.begin(), dropped.end(), true);
  const Number factor = kept ? Number(double(c.count) / double(kept)) : Number(0);
  const auto x = static_cast<const Number *>(c.input);
  const auto y = static_cast<Number *>(a.output);
  for (size_t unit = 0; unit < c.count; unit++) y[unit] = dropped[unit] ? 0 : x[unit] * factor;
}

int run(const dbs_case *c, dbs_answer *a) {
  if (!c->training || c->drop_probability == 0 || c->count == 0) return dbs_copy(c, a);
  std::seed_seq seeds{uint32_t(c->key), uint32_t(c->key >> 32)};
  generator.seed(seeds);
  if (c->width == sizeof(float)) drop<float>(*c, *a);
  else drop<double>(*c, *a);
  return DBS_RESULT;
}

}  // namespace

int main() {
  const dbs_subject subject = {
      "cpp-example", "1",
      R"({"sharings": [["channels"]], "elementTypes": ["float32", "float64"], "capabilities": ["keyed"]})",
      run};
  return dbs_serve(&subject);
}
