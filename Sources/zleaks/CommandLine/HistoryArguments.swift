/// What `zleaks history` is asked to do.
struct HistoryArguments: Equatable, Sendable {
  /// What all scanning commands take.
  let common: ScanArguments

  /// Where the repositories are, byte for byte; empty for the one that the program was started in.
  let repositories: [[UInt8]]

  /// Whether it is found out where findings came from.
  let findsOrigins: Bool

  /// Reads the arguments of `zleaks history`.
  ///
  /// - Throws: `UsageError.sharedDestination` if two reports would go to the same place.
  init(_ arguments: ParsedArguments) throws(UsageError) {
    common = try ScanArguments(arguments)
    repositories = arguments.operands
    findsOrigins = !arguments.flag(.noAttribution)
  }
}
