import DropBlockContract
import DropBlockPlatform
import DropBlockReference
import Testing

@testable import DropBlockVerification

@Suite struct LargeTensorTests {
  private let examination = Examination(
    EngineSubject.reference(version: "0"), declaration: .everything(named: "all", version: "0"),
    profile: .ci, key: 1, ledger: Ledger(accounts: 1))

  /// The natural logarithm of a bound of the probability that no more than the limit is kept.
  ///
  /// Each seed drops a block's units at most, in each map of the scope that uses its mask; so many
  /// seeds have to come, of independent positions (Chernoff).
  private func logDoubt(_ tensor: LargeTensor) throws -> Double {
    let request = tensor.request
    let (shape, configuration) = (request.shape, request.configuration)
    let geometry = try BlockGeometry(request)
    let gamma = try Gamma.value(configuration: configuration, map: shape.spatial)
    let maps: (samples: Int, channels: Int) =
      switch configuration.scale {
      case .map: (1, 1)
      case .sample: (1, shape.channels)
      case .tensor, .fixed, .none: (shape.samples, shape.channels)
      }
    let masks =
      (configuration.sharing.contains(.samples) ? 1 : maps.samples)
      * (configuration.sharing.contains(.channels) ? 1 : maps.channels)
    let copies = maps.samples * maps.channels / masks
    let units = maps.samples * maps.channels * shape.unitsPerMap
    let seeds = Double(units - tensor.limit) / Double(copies * geometry.block.reduce(1, *))
    let mean = gamma * Double(masks * geometry.positionsPerMap)
    guard seeds > mean else { return 0 }
    return -mean + seeds - seeds * Double.log(seeds / mean)
  }

  @Test func `more units than the limit are kept in every scope, whatever the options`() throws {
    let half = LargeTensor.beyondHalf(examination)
    let single = LargeTensor.beyondSingle(examination)
    #expect(half.allSatisfy { $0.limit == 65_504 } && single.allSatisfy { $0.limit == 1 << 24 })
    for tensor in half + single {
      #expect(try logDoubt(tensor) < -40, "\(CaseDescription.describe(tensor.request))")
    }
  }

  @Test func `every two options meet beyond half precision`() {
    let tensors = LargeTensor.beyondHalf(examination)
    let declaration = examination.declaration
    for type in declaration.elementTypes {
      for rank in declaration.ranks {
        #expect(tensors.contains { $0.type == type && $0.request.shape.rank == rank })
      }
      for sharing in declaration.sharings {
        #expect(
          tensors.contains { $0.type == type && $0.request.configuration.sharing == sharing })
      }
    }
    for grid in declaration.seedGrids {
      for scale in [.tensor, .sample, .map] as [ScaleRule] {
        #expect(
          tensors.contains {
            $0.request.configuration.seedGrid == grid && $0.request.configuration.scale == scale
          })
      }
    }
  }

  @Test func `each sharing and each scale is there beyond single precision`() {
    let tensors = LargeTensor.beyondSingle(examination)
    #expect(
      Set(tensors.map(\.request.configuration.sharing.rawValue)) == [0, 1, 2, 3])
    #expect(Set(tensors.map { $0.request.configuration.scale }) == [.tensor, .sample, .map])
    #expect(Set(tensors.map(\.request.shape.rank)) == [1, 2, 3])
  }

  @Test func `a subject with the paper's options alone is asked for them alone`() {
    let subject = MaskSubject { _, _, _, _, _ in false }
    for tensor in LargeTensor.beyondHalf(subject.examination)
      + LargeTensor.beyondSingle(subject.examination)
    {
      #expect(tensor.type == .float32 && tensor.request.shape.rank == 2)
      #expect(tensor.request.configuration.sharing == [])
    }
  }
}
