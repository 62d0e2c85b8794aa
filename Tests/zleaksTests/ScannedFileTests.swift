import Foundation
import Glibc
import Reporting
import ScanModel
import TestSupport
import Testing

@testable import zleaks

@Suite struct ScannedFileTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write("file", [UInt8](repeating: 7, count: 200_000))
  }

  /// What is read of a file, until `maximum` bytes or more have been.
  private func read(_ name: String, maximum: Int = .max) -> Int {
    var byteCount = 0
    ScannedFile.reader.read(ContentPath(scratch.path(name))) { bytes in
      byteCount += bytes.count
      return byteCount < maximum
    }
    return byteCount
  }

  @Test func givesAllOfARegularFile() {
    #expect(read("file") == 200_000)
  }

  @Test func stopsWhenNoMoreIsWanted() {
    #expect(read("file", maximum: 1) == 65_536)
  }

  @Test func givesNothingOfWhatIsNoFile() throws {
    try scratch.link("link", to: "file")
    try scratch.makeDirectory("folder")
    #expect(unsafe mkfifo(scratch.path("fifo"), 0o600) == 0)
    for name in ["link", "folder", "fifo", "missing", "file/below", "nul\0"] {
      #expect(read(name) == 0, "\(name)")
    }
  }
}
