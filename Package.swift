// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is compiled with the same, strictest settings.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room of the house: a library target under `Sources/`.
func room(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one room, under `Tests/`.
func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: [.byName(name: name), "TestSupport"] + dependencies,
    swiftSettings: settings
  )
}

let package = Package(
  name: "zleaks",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "zleaks", targets: ["zleaks"]),
    .executable(name: "zleaks-bench", targets: ["zleaks-bench"]),
    .executable(name: "vectara-standin", targets: ["vectara-standin"]),
  ],
  targets: [
    .target(
      name: "BuiltinRules",
      path: "rules",
      resources: [.embedInCode("vectara.json5")],
      swiftSettings: settings
    ),
    room("ScanModel"),
    room("TextForms", "ScanModel"),
    .target(name: "ByteSearchKernel"),
    room("ByteSearch", "ByteSearchKernel"),
    .target(name: "PosixShims"),
    room("Posix", "PosixShims"),
    .target(name: "InflateShims", linkerSettings: [.linkedLibrary("z")]),
    room("Inflate", "ScanModel", "InflateShims"),
    room("GitObjects", "ScanModel", "ByteSearch", "Posix", "Inflate"),
    room("Rules", "ScanModel", "TextForms", "ByteSearch", "BuiltinRules"),
    room("Globbing", "ScanModel", "ByteSearch"),
    room("Matching", "ScanModel", "ByteSearch", "Rules", "Decoding"),
    room("Walking", "ScanModel", "ByteSearch", "Globbing", "Posix"),
    room("UnifiedDiff", "ScanModel", "ByteSearch"),
    room("GitCommand", "ScanModel", "Posix"),
    room("Suppression", "ScanModel", "TextForms", "Globbing"),
    room(
      "Scanning",
      "ScanModel",
      "ByteSearch",
      "Posix",
      "Rules",
      "Matching",
      "Decoding",
      "Walking",
      "Inflate",
      "GitObjects",
      "GitCommand",
      "UnifiedDiff",
      "Suppression"
    ),
    room("Decoding", "ScanModel", "ByteSearch", "Inflate"),
    room("Reporting", "ScanModel", "TextForms"),
    room(
      "Sweeping",
      "ScanModel",
      "TextForms",
      "Posix",
      "GitCommand",
      "GitObjects",
      "Reporting"
    ),
    .target(name: "CurlShims"),
    room("Curl", "ScanModel", "CurlShims"),
    room("VectaraAPI", "ScanModel", "TextForms", "Posix", "Curl"),
    room("KeyResponse", "ScanModel", "TextForms", "Posix", "VectaraAPI"),
    room("StandInService", "ScanModel", "TextForms", "Posix", "Rules"),
    .executableTarget(
      name: "vectara-standin",
      dependencies: ["ScanModel", "TextForms", "Posix", "StandInService"],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "zleaks",
      dependencies: [
        "ScanModel", "TextForms", "ByteSearch", "Posix", "Rules", "Matching", "Decoding",
        "Walking", "GitCommand",
        "Scanning", "Suppression", "Reporting", "Sweeping", "VectaraAPI", "KeyResponse",
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "zleaks-bench",
      dependencies: [
        "ScanModel", "ByteSearch", "Posix", "Rules", "Globbing", "Matching", "Walking", "Inflate",
        "GitObjects", "GitCommand", "Scanning",
      ],
      swiftSettings: settings
    ),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests("ScanModel"),
    tests("TextForms", "ScanModel"),
    tests("ByteSearch", "ScanModel"),
    tests("Posix"),
    tests("Inflate"),
    tests("GitObjects", "ScanModel", "Posix", "Inflate"),
    tests("Rules", "ScanModel", "TextForms", "BuiltinRules"),
    tests("Matching", "ScanModel", "ByteSearch", "Rules", "Decoding"),
    tests("Walking", "ScanModel", "Globbing", "Posix"),
    tests("UnifiedDiff", "ScanModel"),
    tests("GitCommand", "ScanModel", "Posix"),
    tests("Suppression", "ScanModel", "Globbing"),
    tests("Globbing"),
    tests(
      "Scanning",
      "ScanModel",
      "Posix",
      "Rules",
      "Matching",
      "Decoding",
      "Inflate",
      "Walking",
      "GitObjects"
    ),
    tests("Decoding", "ScanModel", "ByteSearch", "Inflate", "Rules"),
    tests("Reporting", "ScanModel", "TextForms"),
    tests("Sweeping", "ScanModel", "TextForms", "Posix", "Reporting"),
    tests("Curl", "ScanModel", "Posix"),
    tests("VectaraAPI", "ScanModel", "Posix", "Rules", "Curl", "StandInService"),
    tests("KeyResponse", "ScanModel", "Posix", "Rules", "VectaraAPI", "StandInService"),
    tests("StandInService", "ScanModel", "Posix", "Rules"),
    tests(
      "zleaks",
      "ScanModel",
      "TextForms",
      "Decoding",
      "Rules",
      "Reporting",
      "VectaraAPI",
      "KeyResponse"
    ),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "zleaks", "zleaks-bench", "vectara-standin", "TestSupport", "ScanModel", "Rules",
        "StandInService",
      ],
      swiftSettings: settings
    ),
  ]
)
