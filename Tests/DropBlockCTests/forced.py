"""What the library says where DROPBLOCK_KERNEL forces a kernel.

usage: forced.py LIBRARY

It prints the status of a mask, the name of the kernel that is run without a choice, and why there
is none.
"""

import sys
from ctypes import byref, c_int64, c_uint8

from example import Shape, default_options, load

library = load(sys.argv[1])
options = default_options(library, 3, 0.25)
shape = Shape(samples=1, channels=1, spatial=(c_int64 * 3)(9, 0, 0), rank=1)
mask = (c_uint8 * 9)()
status = library.dropblock_mask(byref(options), byref(shape), mask, 9, None)
name, reason = library.dropblock_kernel_name(0), library.dropblock_kernel_unavailable_reason(0)
print(status, name and name.decode(), reason and reason.decode())
