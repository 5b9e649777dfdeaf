/* The number of bits set at start ..< start + count; included once for each set of kernels, since the
 * instruction that counts bits is not everywhere. The includer defines TARGET. */

TARGET static ptrdiff_t population(const uint64_t *mask, ptrdiff_t start, ptrdiff_t count) {
  if (count <= 0) return 0;
  const ptrdiff_t first = start >> 6;
  const ptrdiff_t last = (start + count - 1) >> 6;
  const uint64_t head = ~UINT64_C(0) << (start & 63);
  const uint64_t tail = ~UINT64_C(0) >> (63 - ((start + count - 1) & 63));
  if (first == last) return __builtin_popcountll(mask[first] & head & tail);
  ptrdiff_t sum = __builtin_popcountll(mask[first] & head);
  for (ptrdiff_t i = first + 1; i < last; i++) sum += __builtin_popcountll(mask[i]);
  return sum + __builtin_popcountll(mask[last] & tail);
}
