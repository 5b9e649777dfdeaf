// swift-tools-version: 6.2
import PackageDescription

// A package with common names for its targets, which must not clash with those of dropblock.
let package = Package(
  name: "neighbour",
  products: [.library(name: "Neighbour", targets: ["Generators", "Verification"])],
  targets: [
    .target(name: "Generators"), .target(name: "Verification", dependencies: ["Generators"]),
  ]
)
