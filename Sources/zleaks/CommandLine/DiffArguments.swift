import Posix

/// What `zleaks diff` is asked to do.
struct DiffArguments: Equatable, Sendable {
  /// What all scanning commands take.
  let common: ScanArguments

  /// Which change is searched.
  let source: Source

  /// Whether keys that were there before the change are reported too.
  let readsWholeFiles: Bool

  /// The changes that can be searched.
  enum Source: Equatable, Sendable {
    /// The index against `HEAD`, and files that it does not change.
    case staged(files: [[UInt8]])
    /// The commits of a range; `nil` for the branch beside its upstream.
    case range([UInt8]?)
    /// What git is about to push, to the remote of this name.
    case prePush(remote: [UInt8]?)
    /// What git is asked to receive.
    case preReceive
    /// Patch text on standard input.
    case patch

    /// Whether the change can still be unstaged.
    var isStaged: Bool {
      if case .staged = self { true } else { false }
    }
  }

  /// Reads the arguments of `zleaks diff`.
  ///
  /// - Parameters:
  ///   - arguments: The parsed command line.
  ///   - environment: A variable of the environment: the pre-commit framework names a range there.
  /// - Throws: `UsageError` if two sources are named.
  init(
    _ arguments: ParsedArguments,
    environment: (String) -> String? = Process.environment
  ) throws(UsageError) {
    common = try ScanArguments(arguments)
    readsWholeFiles = arguments.flag(.wholeFiles)
    let operands = arguments.operands
    let modes = [OptionSpecification.staged, .prePush, .preReceive].filter { arguments.flag($0) }
    if modes.count > 1 { throw .conflictingOptions(modes[0].name, modes[1].name) }
    switch modes.first {
    case OptionSpecification.staged?:
      // Set but empty, they would name the empty range HEAD..HEAD.
      if let from = environment("PRE_COMMIT_FROM_REF"), !from.isEmpty,
        let to = environment("PRE_COMMIT_TO_REF"), !to.isEmpty
      {
        source = .range(Array("\(from)..\(to)".utf8))
      } else {
        source = .staged(files: operands)
      }
    case OptionSpecification.prePush?: source = .prePush(remote: operands.first)
    case OptionSpecification.preReceive?: source = .preReceive
    default:
      if operands.count > 1 { throw .unexpectedOperand(TypedText(operands[1]), command: "diff") }
      source = operands.first?.elementsEqual("-".utf8) == true ? .patch : .range(operands.first)
    }
  }
}
