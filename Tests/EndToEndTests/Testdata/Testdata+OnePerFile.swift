import Rules
import ScanModel

// Whole files, each with one key.

extension Testdata {
  /// The files with one finding each.
  static func onePerFile() throws(FakeKeyError) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for (name, kind, template) in texts {
      let seed = String(name.map { $0.isLetter || $0.isNumber ? $0 : "-" }.suffix(32))
      let key = try key(kind, seed)
      files[name] = Array(template.replacing("§", with: key).utf8)
    }
    files.merge(try binaries()) { _, new in new }
    files.merge(try longLines()) { _, new in new }
    let foreign = try body("forty-three", 43)
    files["another-length-near-the-vendor.md"] = Array(
      "# Search with Vectara\n\nThe old token was `zwt_\(foreign)`.\n".utf8
    )
    return files
  }

  /// Files that are no text.
  private static func binaries() throws(FakeKeyError) -> [String: [UInt8]] {
    var noise = Noise(seed: 1)
    // The header of CPython 3.11: magic number, flags, time of the source, its size.
    let pythonHeader: [UInt8] =
      [0xA7, 0x0D, 0x0D, 0x0A, 0, 0, 0, 0] + noise.bytes(8) + [0xE3]
      + [UInt8](repeating: 0, count: 16)
    var files: [String: [UInt8]] = [:]
    files["compiled.pyc"] =
      pythonHeader + noise.bytes(120) + Array("z*\(try key("zqt", "pyc-short"))N".utf8)
      + noise.bytes(200)
    files["compiled-interned.pyc"] =
      pythonHeader + noise.bytes(90) + Array("Z*\(try key("zut", "pyc-interned"))".utf8)
      + Array("r\u{3}\u{0}\u{0}\u{0}".utf8) + noise.bytes(160)
    files["compiled-shared.pyc"] =
      pythonHeader + noise.bytes(90) + [0xDA] + Array("*\(try key("zwt", "pyc-shared"))N".utf8)
    files["state.msgpack"] =
      [0x82, 0xA3] + Array("keyd".utf8) + [0xD9]
      + Array("*\(try key("zwt", "messagepack"))a".utf8) + [0x2A, 0xC0]
    files["program.bin"] =
      Array("\u{7F}ELF\u{2}\u{1}\u{1}".utf8) + noise.bytes(4_000) + [0]
      + Array(try key("zut", "string-table").utf8) + [0] + noise.bytes(4_000)
    files["database.sqlite3"] =
      Array("SQLite format 3\u{0}".utf8) + noise.bytes(2_000)
      + Array("\u{1}\u{3}settings\(" ")\(try key("zqt", "table-row"))\u{7}".utf8) + noise.bytes(600)
    files["zeros.img"] =
      [UInt8](repeating: 0, count: 8_191) + Array(try key("zut", "among-zeros").utf8)
      + [UInt8](repeating: 0, count: 8_192)
    files["latin1.txt"] =
      Array("cl".utf8) + [0xE9] + Array(" = ".utf8) + [0xAB] + Array(try key("zqt", "latin1").utf8)
      + [0xBB, 0x0A]
    return files
  }

  /// Files whose lines are longer than most programs like.
  private static func longLines() throws(FakeKeyError) -> [String: [UInt8]] {
    var noise = Noise(seed: 2)
    let line = noise.words(byteCount: 300_000)
    let middle = line.utf8.count / 2
    let bundle = noise.words(byteCount: 20_000)
    return [
      "long-line.txt": Array(line.utf8.prefix(middle))
        + Array(" \(try key("zwt", "long-line")) ".utf8)
        + Array(line.utf8.dropFirst(middle)),
      "bundle.min.js": Array(
        "!function(){var \(bundle.replacing(" ", with: ",")),a=\"\(try key("zqt", "bundle"))\",b=a}();"
          .utf8
      ),
      "bundle.min.js.map": Array(
        #"{"version":3,"sourcesContent":["const apiKey = \"\#(try key("zqt", "source-map"))\";\n"],"#
          .utf8
      ) + Array(#""mappings":"AAAA,SAASA"}"#.utf8),
    ]
  }

  /// Texts: the file's name, the kind of key, and what stands around it.
  private static let texts: [(name: String, kind: String, template: String)] = [
    ("start.txt", "zut", "§ stands at the start\nand nothing follows\n"),
    ("end.txt", "zut", "at the end stands\nthe key §"),
    ("alone.txt", "zqt", "§"),
    ("alone-in-its-line.txt", "zqt", "\n\n§\n\n"),
    ("windows-lines.env", "zwt", "A=1\r\nVECTARA_API_KEY=§\r\nB=2\r\n"),
    ("old-mac-lines.env", "zwt", "A=1\rVECTARA_API_KEY=§\rB=2\r"),
    ("byte-order-mark.json", "zut", "\u{FEFF}{\"apiKey\": \"§\"}\n"),
    ("byte-order-mark-and-key.txt", "zut", "\u{FEFF}§\n"),
    (".npmrc", "zut", "registry=https://registry.example.com/\nvectara-key=§\n"),
    (".env.production", "zwt", "# set by hand\nVECTARA_API_KEY=\"§\"\nDEBUG=0\n"),
    (".hidden/settings.yaml", "zqt", "vectara:\n  api_key: §\n"),
    (
      "mcp.json", "zut",
      """
      {"mcpServers": {"vectara": {"command": "uvx", "args": ["vectara-mcp"],
        "env": {"VECTARA_API_KEY": "§"}}}}

      """
    ),
    (
      "notebook.ipynb", "zwt",
      #"""
      {"cells": [{"cell_type": "code", "outputs": [{"output_type": "error", "traceback": [
        "\u001b[0;31mHTTPError\u001b[0m: 403",
        "\u001b[1;32m      1\u001b[0m ask(api_key=\u001b[38;5;124m§\u001b[39m)"
      ]}]}], "nbformat": 4, "nbformat_minor": 5}

      """#
    ),
    (
      "message.eml", "zqt",
      """
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      Hello, use this: api_key=3D§=
      =20and tell nobody.

      """
    ),
    (
      "compose.yaml", "zwt",
      "services:\n  app:\n    image: app\n    environment:\n      - VECTARA_API_KEY=§\n"
    ),
    (
      "secret.k8s.yaml", "zut",
      "apiVersion: v1\nkind: Secret\nmetadata: {name: vectara}\nstringData:\n  api-key: §\n"
    ),
    (
      "terraform.tfstate", "zut",
      """
      {"resources": [{"type": "aws_ssm_parameter", "instances": [{"attributes": {
        "name": "/prod/vectara", "value": "§", "type": "String"}}]}]}

      """
    ),
    (
      "change.patch", "zqt",
      """
      --- a/config.py
      +++ b/config.py
      @@ -1 +1 @@
      -API_KEY = os.environ["VECTARA_API_KEY"]
      +API_KEY = "§"

      """
    ),
    (
      "server.log", "zwt",
      """
      2024-05-01T12:00:00Z INFO start
      2024-05-01T12:00:01Z DEBUG request headers={x-api-key=[§], accept=[*/*]}
      2024-05-01T12:00:02Z INFO 200

      """
    ),
    ("glued.log", "zwt", "12:00:00 auth ok key§ 200\n"),
    (
      "session.har", "zqt",
      #"{"log":{"entries":[{"request":{"headers":[{"name":"x-api-key","value":"§"}]}}]}}"# + "\n"
    ),
    (
      "escaped-twice.json", "zut",
      #"{"log": "{\"body\": \"{\\\"apiKey\\\": \\\"§\\\"}\"}"}"# + "\n"
    ),
    (
      "comment.py", "zut",
      "import os\n\n# was: §\nKEY = os.environ[\"VECTARA_API_KEY\"]\n"
    ),
    (
      "mark-on-the-next-line.py", "zqt",
      "KEY = \"§\"\n# zleaks:allow this mark stands one line too low\n"
    ),
    ("other-mark.py", "zqt", "KEY = \"§\"  # zleaks:allowed is another word\n"),
    ("two-placeholders.env", "zwt", "A=zwt_your_api_key\nB=§\nC=zwt_xxxxxxxxxxxxxxx\n"),
    ("page.html", "zqt", "<html><body data-key='§'>search</body></html>\n"),
    ("Dockerfile", "zwt", "FROM scratch\nENV VECTARA_API_KEY §\n"),
    (
      "history.zsh", "zut", ": 1714560000:0;curl -H 'x-api-key: §' https://api.vectara.io/v2/llms\n"
    ),
  ]
}

/// Bytes that look like those of files, from a seed.
private struct Noise {
  private var generator: SplitMix64

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  /// Any bytes.
  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 32) }
  }

  /// Words of small letters with blanks between them, at least that many bytes of them.
  mutating func words(byteCount: Int) -> String {
    var text: [UInt8] = []
    while text.count < byteCount {
      let word = generator.next()
      for place in 0..<(2 + word % 8) {
        text.append(UInt8(ascii: "a") + UInt8(word >> (8 + 5 * place) & 0x1F) % 26)
      }
      text.append(UInt8(ascii: " "))
    }
    return String(decoding: text.dropLast(), as: UTF8.self)
  }
}
