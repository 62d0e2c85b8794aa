import Foundation
import TestSupport
import Testing

/// The key in each file of `testdata/forms`, where it stands and in what.
@Suite struct FormsTests {
  private static let places = [
    "a.bz2!content:42:8",
    "a.gz!content:42:8",
    "a.ipynb:1:745",
    "a.jar!conf/.env:42:8",
    "a.js.map:1:735",
    "a.pdf!stream 1:42:8",
    "a.pyc:2:18",
    "a.sqlite:42:8",
    "a.tar!conf/.env:42:8",
    "a.tar.gz!conf/.env:42:8",
    "a.xz!content:42:8",
    "a.zst!content:42:8",
    "array.c:1:3945 hex",
    "attachment.eml!base64@4:1!conf/.env:42:8 base64",
    "base64-url.txt:1:877 base64",
    "base64.txt:1:880 base64",
    "basic.txt:1:28 base64",
    "bundle!conf/.env:42:8",
    "bzip2.zip!conf/.env:42:8",
    "cloud-init.yaml!base64@6:5:42:8 base64",
    "data-uri.html!base64@1:38!conf/.env:42:8 base64",
    "gzip.b64!base64@1:1:42:8 base64",
    "helm.yaml!base64@3:12:1:742 base64/base64",
    "hex-colons.txt:1:1972 hex",
    "hex-lines.txt:22:55 hex",
    "hex.txt:1:1315 hex",
    "hexdump.txt:42:14 hex",
    "install.sh!base64@3:1!conf/.env:42:8 base64",
    "jwt.txt:1:52 base64",
    "lambda.json!base64@1:21!conf/.env:42:8 base64",
    "lines.js:13:34 base64",
    "lines.txt:13:31 base64",
    "lines.yaml:15:49 base64",
    "lzma.zip!conf/.env:42:8",
    "nested.zip!in/layer.tgz!conf/.env:42:8",
    "octal.sh:1:2629 octal-escape",
    "plain.txt:42:8",
    "ps.txt:1:1753 base64/utf-16le",
    "quoted.eml:1:1972 quoted-printable",
    "references.html:1:3733 html",
    "secret.yaml:3:12 base64",
    "secret.zip!secret.yaml:2:12 base64",
    "soft.eml:1:53 quoted-printable",
    "stored.zip!conf/.env:42:8",
    "terraform.tfstate!base64@1:52:42:8 base64",
    "twice.txt:1:1169 base64/base64",
    "u.json:1:3943 unicode-escape",
    "url-some.txt:1:19 percent",
    "url-twice.txt:1:13 percent/percent",
    "url.txt:1:1972 percent",
    "utf16be.txt:42:15 utf-16be",
    "utf16le.txt:42:16 utf-16le",
    "utf32.txt:42:32 utf-32le",
    "x.c:1:2629 hex-escape",
    "xz.b64!base64@1:1:42:8 base64",
  ]

  /// The files whose key is not found, as the documentation says.
  private static let unread = ["decimal.json", "thrice.txt"]

  @Test func eachFormIsReadAsTheDocumentationSays() throws {
    let outcome = try Command.run(
      [Zleaks.binary, "scan", "--format", "jsonl", "testdata/forms"],
      in: Zleaks.repository.path
    )
    let report = try outcome.expect(.findings).report()
    let found = report.findings.map { finding in
      let place = finding.location
      let encodings = place.encodings.isEmpty ? "" : " " + place.encodings.joined(separator: "/")
      return "\(place.path.dropFirst(15)):\(place.line):\(place.column)\(encodings)"
    }
    #expect(found == Self.places)
    #expect(report.findings.allSatisfy { $0.confidence == "exact" })
    #expect(report.summary.keys == 1)
    #expect(report.summary.complete)
    #expect(report.summary.skipped == [])
  }

  @Test func noFileIsForgotten() throws {
    let folder = Zleaks.repository.appendingPathComponent("testdata/forms").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let named = Self.places.compactMap {
      $0.split { $0 == ":" || $0 == "!" }.first.map(String.init)
    }
    #expect(files.sorted() == (named + Self.unread).sorted())
  }
}
