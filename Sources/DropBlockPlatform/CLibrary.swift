// The only place that asks which C library there is. It passes the library on, so that every other
// file says `import DropBlockPlatform` and no more.
#if canImport(Glibc)
  @_exported public import Glibc
#elseif canImport(Musl)
  @_exported public import Musl
#elseif canImport(Darwin)
  @_exported public import Darwin
#endif
