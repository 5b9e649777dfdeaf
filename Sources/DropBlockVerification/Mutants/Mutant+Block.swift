import DropBlockContract
import DropBlockReference

extension Mutant {
  /// Faults in where blocks are and which units they cover.
  static let blockMutants = [
    Mutant("block-one-smaller", "Blocks are one unit smaller than asked for.", .maskBlocks) {
      pipeline in
      pipeline.mask = { seeds, geometry, request in
        var smaller = geometry
        smaller.block = geometry.block.map { max($0 - 1, 1) }
        return BlockMask.grow(seeds: seeds, geometry: smaller, shape: request.shape)
      }
    },
    Mutant(
      "seeds-on-whole-map",
      "Seeds fall on the whole map with equation 1's gamma, and blocks are cut "
        + "at the border, whatever grid was asked for.", .maskBlocks
    ) { pipeline in
      pipeline.geometry = { (request: DropBlockRequest) throws(DropBlockError) -> BlockGeometry in
        var whole = request
        if request.configuration.seedGrid == .valid {
          whole.configuration.seedGrid = .whole(.lowerCentre)
        }
        return try BlockGeometry(whole)
      }
    },
    Mutant(
      "block-shifted",
      "Blocks lie one unit further along the last axis, but for the last position.",
      .maskGrid
    ) { pipeline in
      pipeline.mask = { seeds, geometry, request in
        let last = geometry.positions.count - 1
        let length = geometry.positions[last]
        var shifted = [Bool](repeating: false, count: seeds.count)
        for position in seeds.indices where seeds[position] {
          shifted[position % length == length - 1 ? position : position + 1] = true
        }
        return BlockMask.grow(seeds: shifted, geometry: geometry, shape: request.shape)
      }
    },
    Mutant(
      "positions-mirrored", "Seeds in the upper half of the last axis fall at their mirror image.",
      .ratePosition
    ) { pipeline in
      pipeline.mask = { seeds, geometry, request in
        let last = geometry.positions.count - 1
        let length = geometry.positions[last]
        var mirrored = [Bool](repeating: false, count: seeds.count)
        for position in seeds.indices where seeds[position] {
          let column = position % length
          mirrored[position - column + min(column, length - 1 - column)] = true
        }
        return BlockMask.grow(seeds: mirrored, geometry: geometry, shape: request.shape)
      }
    },
    Mutant(
      "last-position-missing", "No seed falls at the last grid position of the first axis.",
      .maskGrid
    ) { pipeline in
      pipeline.seeds = { gamma, request, geometry in
        var seeds = Pipeline.sample(gamma, request, geometry)
        let slice = geometry.positionsPerMap / max(geometry.positions[0], 1)
        guard geometry.positions[0] > 1 else { return seeds }
        for position in seeds.indices
        where position % geometry.positionsPerMap >= geometry.positionsPerMap - slice {
          seeds[position] = false
        }
        return seeds
      }
    },
    Mutant(
      "kept-for-dropped", "The mask is inverted: blocks are kept, the rest is dropped.",
      .maskBlocks
    ) {
      pipeline in
      pipeline.mask = { seeds, geometry, request in
        BlockMask.grow(seeds: seeds, geometry: geometry, shape: request.shape).map { !$0 }
      }
    },
    Mutant(
      "even-centred", "Blocks of even size are centred on their seed and cut at the border.",
      .blockEven
    ) { pipeline in
      pipeline.mask = { seeds, geometry, request in
        var centred = geometry
        for axis in centred.block.indices where centred.block[axis] % 2 == 0 {
          if request.configuration.seedGrid == .valid {
            centred.offsets[axis] = centred.block[axis] / 2
          }
        }
        return BlockMask.grow(seeds: seeds, geometry: centred, shape: request.shape)
      }
    },
    Mutant(
      "even-larger", "Blocks of even size are those of the next odd size, where they fit.",
      .blockEven
    ) { pipeline in
      pipeline.request = {
        var request = $0
        guard let sides = try? request.configuration.blockSize.sides(rank: request.shape.rank)
        else { return request }
        request.configuration.blockSize = .perAxis(
          zip(sides, request.shape.spatial).map { $0 % 2 == 0 && $0 < $1 ? $0 + 1 : $0 })
        return request
      }
    },
    Mutant(
      "larger-cut",
      "Blocks are one unit larger than asked for, with its gamma and its grid, and cut at the border.",
      .maskGrid
    ) { pipeline in
      pipeline.mask = { seeds, geometry, request in
        var larger = geometry
        larger.block = geometry.block.map { $0 > 1 ? $0 + 1 : $0 }
        return BlockMask.grow(seeds: seeds, geometry: larger, shape: request.shape)
      }
    },
    Mutant("channels-shared", "All channels get the first channel's mask.", .maskSharing) {
      pipeline in
      pipeline.mask = { seeds, geometry, request in
        let mask = BlockMask.grow(seeds: seeds, geometry: geometry, shape: request.shape)
        let units = request.shape.unitsPerMap
        let perSample = units * request.shape.channels
        return mask.indices.map { mask[$0 / perSample * perSample + $0 % units] }
      }
    },
    Mutant(
      "sharing-ignored", "Masks that should be shared are drawn for every map.", .maskSharing
    ) {
      pipeline in
      pipeline.request = {
        var request = $0
        request.configuration.sharing = []
        return request
      }
    },
    Mutant(
      "pairs-of-units", "Of every block only the corners and the border are dropped.", .ratePairs
    ) { pipeline in
      pipeline.mask = { seeds, geometry, request in
        let mask = BlockMask.grow(seeds: seeds, geometry: geometry, shape: request.shape)
        guard let side = geometry.block.last, side > 2, let width = geometry.map.last else {
          return mask
        }
        return mask.indices.map { unit in
          guard mask[unit] else { return false }
          let column = unit % width
          return column % 2 == 0 || column == 0 || !mask[unit - 1]
        }
      }
    },
  ]

  /// Faults that only some shapes and layouts show.
  static let shapeMutants = [
    Mutant(
      "height-width-swapped", "Height and width of the map are taken for each other.",
      .mapNonSquare
    ) { pipeline in
      pipeline.mask = { seeds, geometry, request in
        guard geometry.map.count > 1 else {
          return BlockMask.grow(seeds: seeds, geometry: geometry, shape: request.shape)
        }
        var swapped = geometry
        let (a, b) = (geometry.map.count - 2, geometry.map.count - 1)
        swapped.map.swapAt(a, b)
        swapped.positions.swapAt(a, b)
        swapped.block.swapAt(a, b)
        var shape = request.shape
        shape.spatial = swapped.map
        return BlockMask.grow(seeds: seeds, geometry: swapped, shape: shape)
      }
    },
    Mutant(
      "tiny-maps-single", "On maps of up to three units a side blocks have size 1.", .mapTiny
    ) {
      pipeline in
      pipeline.mask = { seeds, geometry, request in
        var single = geometry
        if geometry.map.allSatisfy({ $0 <= 3 }) { single.block = geometry.block.map { _ in 1 } }
        return BlockMask.grow(seeds: seeds, geometry: single, shape: request.shape)
      }
    },
    Mutant("sequences-short", "On one-dimensional maps blocks are one unit short.", .rank1) {
      pipeline in
      pipeline.mask = { seeds, geometry, request in
        var short = geometry
        if geometry.map.count == 1 { short.block[0] = max(1, geometry.block[0] - 1) }
        return BlockMask.grow(seeds: seeds, geometry: short, shape: request.shape)
      }
    },
    Mutant("volumes-flat", "On three-dimensional maps blocks are one slice deep.", .rank3) {
      pipeline in
      pipeline.mask = { seeds, geometry, request in
        var flat = geometry
        if geometry.map.count == 3 { flat.block[0] = 1 }
        return BlockMask.grow(seeds: seeds, geometry: flat, shape: request.shape)
      }
    },
    Mutant("layout-ignored", "Channels-last memory is read as channels-first.", .layoutNHWC) {
      pipeline in
      pipeline.memory = {
        var shape = $0
        if shape.layout == .channelsLast { shape.layout = .channelsFirst }
        return shape
      }
    },
    Mutant("strides-ignored", "Strided memory is read as if it had no gaps.", .layoutStrided) {
      pipeline in
      pipeline.memory = {
        var shape = $0
        if case .strided = shape.layout { shape.layout = .channelsFirst }
        return shape
      }
    },
    Mutant("empty-refused", "Tensors without units are refused.", .batchEmpty) { pipeline in
      pipeline.geometry = { (request: DropBlockRequest) throws(DropBlockError) -> BlockGeometry in
        if request.shape.unitCount == 0 { throw .size(axis: "batch", 0) }
        return try BlockGeometry(request)
      }
    },
  ]
}
