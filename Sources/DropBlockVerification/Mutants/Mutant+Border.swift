import DropBlockContract
import DropBlockReference

extension Mutant {
  /// Faults in where blocks end: at the border, and on the whole grid.
  static let borderMutants = [
    Mutant(
      "blocks-wrap", "Blocks that reach over the end of a row go on in the next one.",
      .maskBlocks
    ) { pipeline in
      pipeline.mask = { seeds, geometry, request in
        var mask = BlockMask.grow(seeds: seeds, geometry: geometry, shape: request.shape)
        guard request.configuration.sharing.isEmpty, geometry.map.count == 2 else { return mask }
        let (width, side) = (geometry.map[1], geometry.block[1])
        for position in seeds.indices where seeds[position] {
          let column = position % geometry.positions[1] - geometry.offsets[1]
          guard column + side > width else { continue }
          // On the whole grid positions are units.
          let end = position - position % geometry.positions[1] + width
          for unit in end..<min(end + column + side - width, mask.count) { mask[unit] = true }
        }
        return mask
      }
    },
    Mutant(
      "blocks-pushed-inside", "Blocks that reach over the border are moved inside instead of cut.",
      .ratePosition
    ) { pipeline in
      pipeline.mask = { seeds, geometry, request in
        guard case .whole = request.configuration.seedGrid else {
          return BlockMask.grow(seeds: seeds, geometry: geometry, shape: request.shape)
        }
        var inside = [Bool](repeating: false, count: seeds.count)
        for position in seeds.indices where seeds[position] {
          var rest = position
          var (place, stride) = (0, 1)
          for axis in geometry.map.indices.reversed() {
            let (size, offset) = (geometry.positions[axis], geometry.offsets[axis])
            let lowest = min(max(rest % size - offset, 0), size - geometry.block[axis])
            place += (lowest + offset) * stride
            stride *= size
            rest /= size
          }
          inside[position / stride * stride + place] = true
        }
        return BlockMask.grow(seeds: inside, geometry: geometry, shape: request.shape)
      }
    },
    Mutant(
      "anchors-exchanged", "On the whole grid the lower and the upper centre are exchanged.",
      .stagesEqual
    ) { pipeline in
      pipeline.mask = { seeds, geometry, request in
        var exchanged = geometry
        for axis in geometry.block.indices {
          switch request.configuration.seedGrid {
          case .whole(.lowerCentre): exchanged.offsets[axis] = max(geometry.block[axis] - 1, 0) / 2
          case .whole(.upperCentre): exchanged.offsets[axis] = geometry.block[axis] / 2
          case .valid, .whole(.corner): break
          }
        }
        return BlockMask.grow(seeds: seeds, geometry: exchanged, shape: request.shape)
      }
    },
    Mutant(
      "first-row-spared", "The first unit along the first axis is never dropped.", .maskGrid
    ) { pipeline in
      pipeline.mask = { seeds, geometry, request in
        let mask = BlockMask.grow(seeds: seeds, geometry: geometry, shape: request.shape)
        let units = request.shape.unitsPerMap
        let row = units / max(geometry.map[0], 1)
        guard geometry.map[0] > 1 else { return mask }
        return mask.indices.map { mask[$0] && $0 % units >= row }
      }
    },
  ]

  /// Faults in how memory is read and written.
  static let memoryMutants = [
    Mutant(
      "gaps-overwritten", "Elements between the units of a strided tensor are set to 0.",
      .layoutStrided
    ) { $0.clearsOutput = true },
    Mutant(
      "channels-last-tail",
      "In channels-last memory the last channels that fill no vector of four are not scaled.",
      .layoutNHWC
    ) { pipeline in
      pipeline.unit = { unit in
        if unit.isDropped { return 0 }
        let channels = unit.shape.channels
        let channel = unit.index / unit.shape.unitsPerMap % channels
        let isTail = unit.shape.layout == .channelsLast && channel >= channels / 4 * 4
        return isTail ? unit.x : unit.x * unit.factor
      }
    },
    Mutant(
      "in-place-twice",
      "In place the tensor is read again after it was written: kept units are "
        + "scaled twice.", .scaleFactor
    ) { $0.passesInPlace = 2 },
    Mutant(
      "in-place-ignored", "In place the result goes to a copy, and the tensor stays as it was.",
      .maskBlocks
    ) { $0.passesInPlace = 0 },
  ]
}
