// Shapes, configurations and errors stand in every signature of this module: one import is enough.
@_exported public import DropBlockContract
