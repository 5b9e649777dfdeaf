import DropBlockContract

extension TensorMemory {
  /// The identity: the bits of every unit, and of nothing else.
  func copy(_ layout: Layout, _ geometry: Geometry, threads: Int) {
    guard !isInPlace else { return }
    let maps = geometry.samples * geometry.channels
    let units = geometry.map.volume
    guard case .strided = layout else {
      let workload = Workload(pieces: maps * units, uses: 1, threads: threads)
      workload.perform { index in
        let units = workload.parts[index].pieces
        copy(at: units.lowerBound, count: units.count)
      }
      return
    }
    let placement = Placement(layout, geometry)
    let application = MaskApplication(memory: self, kernel: .portable, isScaling: false)
    let workload = Workload(
      pieces: geometry.maskCount, uses: placement.useCount, threads: threads)
    workload.perform { index in
      let part = workload.parts[index]
      for mask in part.pieces {
        for use in part.uses {
          let offset = placement.offset(mask: mask, use: use)
          if case .contiguous(let width) = placement.kind {
            copy(at: offset, count: units * width)
          } else {
            application.copy(at: offset, map: geometry.map, axes: placement.axes)
          }
        }
      }
    }
  }
}
