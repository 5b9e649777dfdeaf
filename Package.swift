// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to the same language: Swift 6, strict memory safety.
///
/// Warnings are errors in `.ci/run`. As a setting that would break the builds of packages that depend
/// on this one.
let language: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
]

/// Libraries are optimised in debug builds too: the tests run millions of cases through them.
let library: [SwiftSetting] = language + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// So are the kernels in C, which are little else than intrinsics.
let kernels: [CSetting] = [.unsafeFlags(["-O2"], .when(configuration: .debug))]

let mathematics: [LinkerSetting] = [.linkedLibrary("m", .when(platforms: [.linux]))]

let package = Package(
  name: "dropblock",
  // The least that have all the sources use: `Mutex`, `Atomic`, `UInt128` and
  // `String(validating:as:)` are not there before; `Span` goes back further.
  platforms: [
    .macOS(.v15), .macCatalyst(.v18), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2),
  ],
  products: [
    .library(name: "DropBlockContract", targets: ["DropBlockContract"]),
    .library(name: "DropBlockReference", targets: ["DropBlockReference"]),
    .library(name: "DropBlockFast", targets: ["DropBlockFast"]),
    .library(name: "DropBlockC", type: .dynamic, targets: ["DropBlockC"]),
    .library(name: "DropBlockGenerators", targets: ["DropBlockGenerators"]),
    .library(name: "DropBlockPropertyTesting", targets: ["DropBlockPropertyTesting"]),
    .library(name: "DropBlockVerification", targets: ["DropBlockVerification"]),
    .library(name: "DropBlockFoundation", targets: ["DropBlockFoundation"]),
    .executable(name: "dropblock", targets: ["DropBlockCommand"]),
  ],
  targets: [
    // MARK: - The C library of the platform
    .target(name: "DropBlockPlatform", swiftSettings: library, linkerSettings: mathematics),

    // MARK: - Words and implementations
    .target(name: "DropBlockContract", swiftSettings: library),
    .target(
      name: "DropBlockReference", dependencies: ["DropBlockContract", "DropBlockPlatform"],
      swiftSettings: library),
    .target(name: "CDropBlockKernels", cSettings: kernels),
    .target(
      name: "DropBlockFast",
      dependencies: ["CDropBlockKernels", "DropBlockContract", "DropBlockPlatform"],
      swiftSettings: library),

    // MARK: - The C interface
    .target(name: "CDropBlock"),
    .target(
      name: "DropBlockC",
      dependencies: ["CDropBlock", "DropBlockContract", "DropBlockFast", "DropBlockPlatform"],
      swiftSettings: library),

    // MARK: - The suite
    .target(
      name: "DropBlockGenerators", dependencies: ["DropBlockPlatform"],
      path: "Sources/Generators", exclude: ["README.md"], swiftSettings: library),
    .target(
      name: "DropBlockPropertyTesting", dependencies: ["DropBlockGenerators"],
      swiftSettings: library),
    .target(
      name: "DropBlockVerification",
      dependencies: [
        "DropBlockContract", "DropBlockReference", "DropBlockGenerators", "DropBlockPlatform",
      ],
      swiftSettings: library),

    // MARK: - For programs that have Foundation
    .target(
      name: "DropBlockFoundation",
      dependencies: ["DropBlockContract", "DropBlockGenerators", "DropBlockVerification"],
      swiftSettings: library),

    // MARK: - The command
    .executableTarget(
      name: "DropBlockCommand",
      dependencies: [
        "DropBlockContract", "DropBlockReference", "DropBlockFast", "DropBlockGenerators",
        "DropBlockPlatform", "DropBlockVerification",
      ],
      swiftSettings: language),

    // MARK: - Tests, one folder per module
    .testTarget(
      name: "DropBlockPlatformTests", dependencies: ["DropBlockPlatform"],
      swiftSettings: language),
    .testTarget(
      name: "DropBlockContractTests", dependencies: ["DropBlockContract"],
      swiftSettings: language),
    .testTarget(
      name: "DropBlockReferenceTests", dependencies: ["DropBlockContract", "DropBlockReference"],
      swiftSettings: language),
    .testTarget(
      name: "DropBlockFastTests",
      dependencies: [
        "DropBlockContract", "DropBlockFast", "DropBlockReference", "DropBlockGenerators",
        "DropBlockVerification",
      ],
      swiftSettings: language),
    .testTarget(
      name: "DropBlockCTests",
      dependencies: ["CDropBlock", "DropBlockC", "DropBlockContract", "DropBlockFast"],
      exclude: ["example.c", "example.py", "forced.py"],
      swiftSettings: language),
    .testTarget(
      name: "DropBlockPropertyTestingTests",
      dependencies: ["DropBlockGenerators", "DropBlockPropertyTesting"],
      swiftSettings: language),
    .testTarget(
      name: "DropBlockGeneratorsTests", dependencies: ["DropBlockGenerators"],
      swiftSettings: language),
    .testTarget(
      name: "DropBlockVerificationTests",
      dependencies: [
        "DropBlockContract", "DropBlockReference", "DropBlockFast", "DropBlockGenerators",
        "DropBlockPlatform", "DropBlockVerification",
      ],
      swiftSettings: language),
    .testTarget(
      name: "DropBlockFoundationTests",
      dependencies: [
        "DropBlockContract", "DropBlockFoundation", "DropBlockGenerators", "DropBlockVerification",
      ],
      swiftSettings: language),
    .testTarget(
      name: "DropBlockCommandTests",
      dependencies: [
        "DropBlockCommand", "DropBlockContract", "DropBlockFast", "DropBlockReference",
        "DropBlockVerification",
      ],
      swiftSettings: language),
  ]
)
