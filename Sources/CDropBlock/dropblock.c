/* Holds the layout of the structures that cross the border: a field that moves breaks programs that
 * were built before. No structure ends in padding: a later field in its place would not change the
 * size, and programs built before would leave it unset. */
#include "dropblock.h"

#if UINTPTR_MAX == UINT64_MAX

#define HOLD_END(structure, last, length)                                                     \
  _Static_assert(sizeof(structure) == (length) &&                                             \
                     offsetof(structure, last) + sizeof((structure){0}.last) == (length), \
                 #structure " has another layout than the programs that were built with it")

HOLD_END(dropblock_options, reserved, 120);
HOLD_END(dropblock_shape, layout, 96);
HOLD_END(dropblock_kept, capacity, 32);

#endif
