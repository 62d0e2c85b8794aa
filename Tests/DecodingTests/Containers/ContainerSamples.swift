import Decoding
import Foundation
import TestSupport
import Testing

/// Containers of every form, small enough to be damaged in every place.
enum ContainerSamples {
  /// The content that the made samples end with.
  static let text = Array(String(repeating: "line\n", count: 200).utf8) + Array("end".utf8)

  /// A container, and what is in it.
  struct Sample: CustomTestStringConvertible, Sendable {
    let name: String
    let kind: ContainerKind
    let bytes: [UInt8]
    let names: [EntryName]

    /// What the last entry holds.
    let last: [UInt8]

    var testDescription: String { name }
  }

  /// What other programs made, and `.ci/container-samples` wrote to `testdata/containers`.
  static func recorded(_ name: String) throws -> [UInt8] {
    let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    return Array(try Data(contentsOf: root.appendingPathComponent("testdata/containers/" + name)))
  }

  /// The first two lines of the content that the recorded samples end with; a key follows.
  static let recordedStart = Array("first\nsetting = value\n".utf8)

  private static let two = [given("a"), given("conf/.env")]

  static func given(_ name: String) -> EntryName { .given(Array(name.utf8)) }

  private static let long = String(repeating: "n", count: 120)

  /// The recorded samples: what they are called, what they are, and what is in them.
  static let recordings: [(name: String, kind: ContainerKind, names: [EntryName])] = [
    ("deflated.zip", .zip, two), ("stored.zip", .zip, two), ("bzip2.zip", .zip, two),
    ("lzma.zip", .zip, two), ("piped.zip", .zip, two), ("piped-stored.zip", .zip, two),
    ("piped-lzma.zip", .zip, two), ("long.zip", .zip, two), ("self-extracting.bin", .zip, two),
    ("ustar.tar", .tar, two), ("gnu.tar", .tar, [given("a"), given(long + "/.env")]),
    ("pax.tar", .tar, [given("a"), given(long + "/é.env")]),
    ("sparse-gnu.tar", .tar, [given("disk.img")]), ("sparse-pax.tar", .tar, [given("disk.img")]),
    ("one.gz", .gzip, [.lone(nil)]), ("two.gz", .gzip, [.lone(nil)]),
    ("one.xz", .xz, [.lone(nil)]), ("two.xz", .xz, [.lone(nil)]),
    ("one.bz2", .bzip2, [.lone(nil)]), ("two.bz2", .bzip2, [.lone(nil)]),
    ("frames.zst", .zstd, [.lone(nil)]), ("one.pdf", .pdf, [given("stream 1")]),
  ]

  private static func entry(_ sizes: MadeEntry.Sizes, method: Int = 8) -> [MadeEntry] {
    [("a", Array("first".utf8)), ("d/b", text)].map { name, bytes in
      var entry = MadeEntry(name, bytes, method: method)
      entry.sizes = sizes
      return entry
    }
  }

  /// Containers whose last entry is `text`.
  static let made: [Sample] = {
    let files = [given("a"), given("d/b")]
    func sample(
      _ name: String,
      _ kind: ContainerKind,
      _ bytes: [UInt8],
      _ names: [EntryName] = [.lone(nil)]
    ) -> Sample {
      Sample(name: name, kind: kind, bytes: bytes, names: names, last: text)
    }
    return [
      sample("zip", .zip, MadeContainers.zip(entry(.inFront)), files),
      sample("stored zip", .zip, MadeContainers.zip(entry(.inFront, method: 0)), files),
      sample("piped zip", .zip, MadeContainers.zip(entry(.behind)), files),
      sample("piped, stored zip", .zip, MadeContainers.zip(entry(.behind, method: 0)), files),
      sample("zip of 64 bits", .zip, MadeContainers.zip(entry(.long)), files),
      sample("gzip", .gzip, MadeContainers.gzip(text)),
      sample(
        "gzip of two members",
        .gzip,
        MadeContainers.gzip(Array(text[..<500])) + MadeContainers.gzip(Array(text[500...])) + [
          0, 0,
        ]
      ),
      sample(
        "tar",
        .tar,
        MadeContainers.tar([("a", Array("first".utf8)), ("d/b", text)]),
        files
      ),
      sample(
        "pdf",
        .pdf,
        MadeContainers.pdf([Array("first".utf8), text]),
        [given("stream 1"), given("stream 2")]
      ),
    ]
  }()
}
