import Foundation
import Testing

@Suite struct TestdataTests {
  /// The repository's `testdata`.
  private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("testdata")

  @Test func isWhatTheTemplatesMake() throws {
    let expected = try Testdata.files()
    if ProcessInfo.processInfo.environment["RECORD_TESTDATA"] == "1" {
      try record(expected)
      Issue.record("recorded")
      return
    }
    let found = try committed()
    #expect(found.keys.sorted() == expected.keys.sorted())
    for (path, bytes) in expected where found[path] != nil {
      #expect(found[path] == bytes, "\(path) differs: RECORD_TESTDATA=1 writes it anew")
    }
  }

  @Test func isSmall() throws {
    let byteCount = try Testdata.files().values.reduce(0) { $0 + $1.count }
    #expect(byteCount < 1_000_000)
  }

  /// The folders that other tests answer for: containers that other programs made, keys in every
  /// form, reports as they shall be, schemas of others.
  private static let otherFolders = ["containers", "forms", "golden", "schemas"]

  /// Every file there is but for those of other tests, by its path.
  private func committed() throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let url = folder.appendingPathComponent(path)
      if Self.otherFolders.contains(where: { path.hasPrefix($0 + "/") }) { continue }
      if try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
        files[path] = Array(try Data(contentsOf: url))
      }
    }
    return files
  }

  /// Replaces what is in the folder by the files, but for what other tests answer for.
  private func record(_ files: [String: [UInt8]]) throws {
    if FileManager.default.fileExists(atPath: folder.path) {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
      where !Self.otherFolders.contains(name) {
        try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
      }
    }
    for (path, bytes) in files {
      let url = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(bytes).write(to: url)
    }
  }
}
