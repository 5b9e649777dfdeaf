/// Where the grid positions of a run of masks lie in their frames.
struct SeedLattice: Sendable {
  private let width: Divisor
  private let height: Divisor
  private let depth: Divisor
  private let grid: Extent
  /// The frame bits that no grid position has: behind each row, each plane, each map.
  private let behindRow: Int
  private let behindPlane: Int
  private let behindMap: Int
  /// Whether every frame bit has a grid position.
  let isDense: Bool

  /// The lattice of a geometry.
  init(_ geometry: Geometry) {
    grid = geometry.grid
    width = Divisor(grid.width)
    height = Divisor(grid.height)
    depth = Divisor(grid.depth)
    let frame = geometry.frame
    behindRow = frame.width - grid.width
    behindPlane = (frame.height - grid.height) * frame.width
    behindMap = (frame.depth - grid.depth) * frame.height * frame.width
    isDense = frame == grid
  }

  /// The frame bit of a grid position; both count from the beginning of the run.
  @inline(__always)
  func bit(_ position: Int) -> Int {
    if isDense { return position }
    let row = width.quotient(position)
    let plane = height.quotient(row)
    let map = depth.quotient(plane)
    return position &+ row &* behindRow &+ plane &* behindPlane &+ map &* behindMap
  }

  /// A walk through the grid's rows, from the beginning of the run.
  func rows() -> Rows { Rows(lattice: self) }

  /// A walk through the grid in order, that cuts packed positions into runs of rows.
  struct Rows {
    private let lattice: SeedLattice
    private var bit = 0
    private var leftInRow: Int
    private var leftInPlane: Int
    private var leftInMap: Int

    fileprivate init(lattice: SeedLattice) {
      self.lattice = lattice
      leftInRow = lattice.grid.width
      leftInPlane = lattice.grid.height
      leftInMap = lattice.grid.depth
    }

    /// Hands on the lowest `count` bits of `word`, the next positions of the walk, row by row.
    @inline(__always)
    mutating func place(
      _ word: UInt64, count: Int, _ body: (_ bits: UInt64, _ count: Int, _ bit: Int) -> Void
    ) {
      var word = word
      var left = count
      while left > 0 {
        let run = min(left, leftInRow)
        body(word, run, bit)
        bit &+= run
        left &-= run
        leftInRow &-= run
        if leftInRow == 0 { nextRow() }
        if run < 64 { word &>>= UInt64(truncatingIfNeeded: run) }
      }
    }

    private mutating func nextRow() {
      leftInRow = lattice.grid.width
      bit &+= lattice.behindRow
      leftInPlane &-= 1
      guard leftInPlane == 0 else { return }
      leftInPlane = lattice.grid.height
      bit &+= lattice.behindPlane
      leftInMap &-= 1
      guard leftInMap == 0 else { return }
      leftInMap = lattice.grid.depth
      bit &+= lattice.behindMap
    }
  }
}
