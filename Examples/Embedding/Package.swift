// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "embedding",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/OWNER/dropblock.git", from: "0.1.0"),
    .package(path: "../Neighbour"),
  ],
  targets: [
    .target(name: "Dropper"),
    .testTarget(
      name: "DropperTests",
      dependencies: [
        "Dropper",
        .product(name: "DropBlockVerification", package: "dropblock"),
        .product(name: "DropBlockGenerators", package: "dropblock"),
        .product(name: "Neighbour", package: "neighbour"),
      ]),
  ]
)
