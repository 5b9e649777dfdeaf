import DropBlockContract
import DropBlockGenerators

extension Requirement {
  /// Shapes and layouts at which implementations go wrong.
  static let map = [
    Requirement(
      .mapNonSquare,
      demands: "Maps whose axes differ are treated axis by axis.",
      source: "Specification, sections 2 to 4",
      consequence:
        "Height and width are mixed up: blocks leave the map, or gamma is that of another.",
      missing: { $0.declaration.ranks == [1] ? .severalAxes : nil },
      .property(
        weight: 0.75,
        Examination.wholeCases {
          $0.maps = .nonSquare
          $0.ranks = $0.ranks.filter { $0 > 1 }
        })),
    Requirement(
      .mapTiny,
      demands: "Maps of one to three units a side work.",
      source: "Specification, sections 2 to 4",
      consequence: "The last stage of a network, or a global pool, crashes or divides by zero.",
      .property(weight: 0.75, Examination.wholeCases { $0.maps = .tiny })),
    Requirement(
      .rank1,
      demands: "One-dimensional maps (sequences) follow the same rules.",
      source: "Specification, section 1",
      consequence: "Audio and text models get another regularisation than images.",
      missing: Missing.rank(1),
      .property(weight: 0.5, Examination.wholeCases { $0.ranks = [1] })),
    Requirement(
      .rank3,
      demands: "Three-dimensional maps (volumes, video) follow the same rules.",
      source: "Specification, section 1",
      consequence: "Medical and video models get another regularisation than images.",
      missing: Missing.rank(3),
      .property(weight: 0.5, Examination.wholeCases { $0.ranks = [3] })),
    Requirement(
      .layoutNHWC,
      demands: "The channels-last layout gives the same units the same values.",
      source: "Specification, section 1",
      consequence: "Blocks run along channels instead of along the image.",
      missing: Missing.layout(.channelsLast),
      .property(weight: 0.75, Examination.wholeCases { $0.layouts = [.channelsLast] }),
      isAboutForm: true),
    Requirement(
      .layoutStrided,
      demands: "Transposed, sliced and padded tensors give the same units the same values, and no "
        + "element in between is written.",
      source: "Specification, section 1",
      consequence: "Slices and views read neighbouring memory, or overwrite it.",
      missing: Missing.layout(.strided),
      .property(weight: 0.75, Examination.wholeCases { $0.layouts = [.strided] }),
      isAboutForm: true),
    Requirement(
      .batchEmpty,
      demands: "A tensor of which a size is 0 gives an empty output.",
      source: "Specification, section 1",
      consequence: "The last, empty shard of a distributed batch crashes the run.",
      missing: Missing.capability(.emptyTensors),
      .property(weight: 0.25, Examination.wholeCases { $0.maps = .empty })),
  ]
}
