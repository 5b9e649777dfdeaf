// swift-tools-version: 6.2
import PackageDescription

/// The same language as the package under test.
let language: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
]

// A package of its own, because a target that is built with `-sanitize=fuzzer` brings libFuzzer's
// `main`: inside the package under test it would break `swift build` for everybody.
let package = Package(
  name: "dropblock-fuzz",
  dependencies: [.package(name: "dropblock", path: "..")],
  targets: [
    .target(
      name: "FuzzSupport",
      dependencies: [
        .product(name: "DropBlockFast", package: "dropblock"),
        .product(name: "DropBlockVerification", package: "dropblock"),
      ],
      swiftSettings: language),
    .executableTarget(
      name: "DifferentialFuzzer", dependencies: ["FuzzSupport"], swiftSettings: language),
    .executableTarget(
      name: "DecoderFuzzer", dependencies: ["FuzzSupport"], swiftSettings: language),
    .executableTarget(
      name: "TokenFuzzer",
      dependencies: [.product(name: "DropBlockGenerators", package: "dropblock")],
      swiftSettings: language),
  ]
)
