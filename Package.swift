// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to the same language: Swift 6, strict memory safety, no warnings.
let language: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// Libraries are optimised in debug builds too: the tests run millions of cases through them.
let library: [SwiftSetting] = language + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// So are the kernels in C, which are little else than intrinsics.
let kernels: [CSetting] = [.unsafeFlags(["-O2"], .when(configuration: .debug))]

let mathematics: [LinkerSetting] = [.linkedLibrary("m", .when(platforms: [.linux]))]

let package = Package(
  name: "dropblock",
  products: [
    .library(name: "DropBlockContract", targets: ["DropBlockContract"]),
    .library(name: "DropBlockReference", targets: ["DropBlockReference"]),
    .library(name: "DropBlockFast", targets: ["DropBlockFast"]),
    .library(name: "DropBlockC", type: .dynamic, targets: ["DropBlockC"]),
    .library(name: "Generators", targets: ["Generators"]),
    .library(name: "PropertyTesting", targets: ["PropertyTesting"]),
    .library(name: "Verification", targets: ["Verification"]),
    .executable(name: "dropblock", targets: ["DropBlockCommand"]),
  ],
  targets: [
    // MARK: - Words and implementations
    .target(name: "DropBlockContract", swiftSettings: library),
    .target(
      name: "DropBlockReference", dependencies: ["DropBlockContract"],
      swiftSettings: library, linkerSettings: mathematics),
    .target(name: "CDropBlockKernels", cSettings: kernels),
    .target(
      name: "DropBlockFast", dependencies: ["CDropBlockKernels", "DropBlockContract"],
      swiftSettings: library, linkerSettings: mathematics),

    // MARK: - The C interface
    .target(name: "CDropBlock"),
    .target(
      name: "DropBlockC", dependencies: ["CDropBlock", "DropBlockContract", "DropBlockFast"],
      swiftSettings: library),

    // MARK: - The suite
    .target(
      name: "Generators", exclude: ["README.md"],
      swiftSettings: library, linkerSettings: mathematics),
    .target(name: "PropertyTesting", dependencies: ["Generators"], swiftSettings: library),
    .target(
      name: "Verification",
      dependencies: ["DropBlockContract", "DropBlockReference", "Generators"],
      swiftSettings: library, linkerSettings: mathematics),

    // MARK: - The command
    .executableTarget(
      name: "DropBlockCommand",
      dependencies: [
        "DropBlockContract", "DropBlockReference", "DropBlockFast", "Generators", "Verification",
      ],
      swiftSettings: language),

    // MARK: - Tests, one folder per module
    .testTarget(
      name: "DropBlockContractTests", dependencies: ["DropBlockContract"],
      swiftSettings: language),
    .testTarget(
      name: "DropBlockReferenceTests", dependencies: ["DropBlockContract", "DropBlockReference"],
      swiftSettings: language),
    .testTarget(
      name: "DropBlockFastTests",
      dependencies: [
        "DropBlockContract", "DropBlockFast", "DropBlockReference", "Generators", "Verification",
      ],
      swiftSettings: language),
    .testTarget(
      name: "DropBlockCTests",
      dependencies: ["CDropBlock", "DropBlockC", "DropBlockContract", "DropBlockFast"],
      exclude: ["example.c", "example.py", "forced.py"],
      swiftSettings: language),
    .testTarget(
      name: "PropertyTestingTests", dependencies: ["Generators", "PropertyTesting"],
      swiftSettings: language),
    .testTarget(
      name: "GeneratorsTests", dependencies: ["Generators"], swiftSettings: language),
    .testTarget(
      name: "VerificationTests",
      dependencies: [
        "DropBlockContract", "DropBlockReference", "DropBlockFast", "Generators", "Verification",
      ],
      swiftSettings: language),
    .testTarget(
      name: "DropBlockCommandTests",
      dependencies: ["DropBlockCommand", "Verification"], swiftSettings: language),
  ]
)
