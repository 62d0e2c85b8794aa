package import ScanModel

/// How a sweep goes.
package struct SweepSettings: Sendable {
  /// The program's own path, which searches each repository as a process of its own.
  package var program: [UInt8]

  /// The version that results name.
  package var version: String

  /// The options of every search: rules, bars, suppressions.
  package var searchOptions: [[UInt8]] = []

  /// The options of `history` besides.
  package var historyOptions: [[UInt8]] = []

  /// The environment of the searches, as `NAME=value`.
  package var environment: [[UInt8]]

  /// The digest, in hexadecimal, of all that decides what is found.
  package var settingsDigest: String

  /// Where results go.
  package var outputDirectory: [UInt8]

  /// Where clones are made.
  package var cloneDirectory: [UInt8]

  /// Whether clones stay there.
  package var keepsClones = false

  /// The part of the repositories to search.
  package var shard = Shard.whole

  /// How many repositories are searched at a time.
  package var jobCount = 1

  /// How many threads there are for all of them.
  package var threadCount = 1

  /// Whether repositories that have not changed since they were searched are passed over.
  package var resumes = false

  /// How long each repository may take, in seconds; `nil` for as long as it likes.
  package var secondsLimit: Double?

  /// How much all clones may hold before another one is begun, in bytes; `nil` for no limit.
  package var diskBudget: Int?

  /// Takes keys out of a text that is shown or written down.
  package var hidingKeys: @Sendable (ContentPath) -> ContentPath = { $0 }

  /// Starts with what every sweep needs.
  package init(
    program: [UInt8],
    version: String,
    environment: [[UInt8]],
    settingsDigest: String,
    outputDirectory: [UInt8],
    cloneDirectory: [UInt8]
  ) {
    self.program = program
    self.version = version
    self.environment = environment
    self.settingsDigest = settingsDigest
    self.outputDirectory = outputDirectory
    self.cloneDirectory = cloneDirectory
  }
}
