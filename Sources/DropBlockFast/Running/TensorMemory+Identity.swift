import DropBlockContract

extension TensorMemory {
  /// The identity: the bits of every unit, and of nothing else.
  func copy(_ layout: Layout, _ geometry: Geometry, threads: Int) {
    guard !isInPlace else { return }
    let maps = geometry.samples * geometry.channels
    let units = geometry.map.volume
    guard case .strided = layout else {
      let workload = Workload(slabs: maps * units, consumers: 1, threads: threads)
      workload.perform { index in
        let units = workload.parts[index].slabs
        copy(at: units.lowerBound, count: units.count)
      }
      return
    }
    let placement = Placement(layout, geometry)
    let application = MaskApplication(memory: self, kernel: .portable, isScaling: false)
    let workload = Workload(
      slabs: geometry.maskCount, consumers: placement.consumerCount, threads: threads)
    workload.perform { index in
      let part = workload.parts[index]
      for mask in part.slabs {
        for consumer in part.consumers {
          let offset = placement.offset(mask: mask, consumer: consumer)
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
