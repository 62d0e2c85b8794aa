import Rules

/// The files of `testdata/`, made anew from templates, so that every key in them is a fake one.
///
/// In a template each `§` stands for a key of its own: that of the file's rule, made from a seed
/// that the file's name and the place decide.
enum Testdata {
  /// What the scanner has to say about the files of a folder.
  enum Expectation: String, CaseIterable {
    /// A finding in each line.
    case onePerLine = "one-per-line"
    /// A finding in each file.
    case onePerFile = "one-per-file"
    /// Nothing.
    case none
  }

  /// Where the folders of all expectations lie, below `testdata/`.
  static let corpus = "corpus"

  /// Every file by its path below `testdata/`.
  static func files() throws(FakeKeyError) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [
      ".gitattributes": Array("* -text\n".utf8),
      "README.md": Array(readMe.utf8),
    ]
    for (folder, contents) in [
      (Expectation.onePerLine, try onePerLine()),
      (.onePerFile, try onePerFile()),
      (.none, try none()),
    ] {
      for (name, bytes) in contents { files["\(corpus)/\(folder.rawValue)/\(name)"] = bytes }
    }
    return files
  }

  /// The fake key of that kind, `zut`, `zwt` or `zqt`, that a seed decides.
  static func key(_ kind: String, _ seed: String) throws(FakeKeyError) -> String {
    String(decoding: try FakeKeys.expand("{key:\(kind):\(seed)}"), as: UTF8.self)
  }

  /// The fake key ID that a seed decides.
  static func identifier(_ seed: String) throws(FakeKeyError) -> String {
    String(decoding: try FakeKeys.expand("{id:\(seed)}"), as: UTF8.self)
  }

  /// That many characters of the keys' alphabet, which a seed decides.
  static func body(_ seed: String, _ count: Int) throws(FakeKeyError) -> String {
    String(decoding: try FakeKeys.expand("{body:\(seed):\(count)}"), as: UTF8.self)
  }

  private static let readMe = """
    # Test data

    Every key in this folder is fake: made from a seed, with customer ID 1, which is nobody's.
    No file here is written by hand; `Tests/EndToEndTests/Testdata` makes those of `corpus`,
    `.ci/forms-table --write` those of `forms`, `.ci/container-samples` those of `containers`.

    | folder | what it holds |
    |---|---|
    | `corpus/one-per-line` | one finding in each line |
    | `corpus/one-per-file` | one finding in each file |
    | `corpus/none` | nothing, at the default confidence |
    | `forms` | one key in each encoding and container, one form a file |
    | `containers` | containers as other programs make them |
    | `golden` | one report in each format, as `Tests/ReportingTests/GoldenTests.swift` wants it |
    | `schemas` | the schema of SARIF 2.1.0, as OASIS publishes it |

    To add a case, add it to the templates, then let the test write the files and run it again:

        RECORD_TESTDATA=1 swift test --filter Testdata
        swift test --filter Testdata

    The reports, after a change of a format, with every difference looked at:

        ZLEAKS_RECORD_GOLDEN=1 swift test --filter Golden
        swift test --filter Golden

    To see all of it at once:

        zleaks scan testdata

    """
}
