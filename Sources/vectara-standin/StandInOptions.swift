import StandInService

/// What the command line asks for.
struct StandInOptions {
  private(set) var wantsHelp = false
  private(set) var printsKeys = false
  private(set) var writeKeysPath: String?
  private(set) var writeCredentialPath: String?
  private var keysPath: String?
  private var keyCount: Int?
  private var seed = "standin"
  private var rules: [String] = []
  private var configuration = StandInConfiguration()

  /// What `--help` prints.
  static let help = """
    usage: vectara-standin [OPTION ...]

    A stand-in for the Vectara API on this machine: it listens on 127.0.0.1, prints its address on
    the first line of standard output, and answers as the API is documented to, from fake keys, until
    SIGINT or SIGTERM ends it. Nothing that it does reaches the real service.

    Keys:
      --make N                 make N keys (default 6): the first is the owner's, every fifth is
                               disabled
      --seed TEXT              what made keys come from (default 'standin'): one seed, one set of keys
      --keys FILE              take the keys from FILE: {"keys": [{"id", "name", "secret_key",
                               "enabled", "api_key_role", "api_roles", "corpus_roles", "user"}],
                               "clients": [{"client_id", "client_secret", "api_roles"}]}
      --write-keys FILE        write the keys to FILE in that form (mode 0600), to plant them
      --write-credential FILE  write the owner's key to FILE (mode 0600)
      --print-keys             print the keys in that form on the second line

    Behaviour:
      --port N                 listen on port N (default 0: one that is free)
      --propagation SECONDS    a disabled key works for so long on (default 0)
      --list-personal          show personal keys in listings without a filter, too
      --token-seconds N        how long a token is good (default 1800)
      --log FILE               log the requests to FILE, one JSON object a line, without keys
      --fail RULE              misbehave; repeatable. RULE is JSON, as in
                               '{"do": "status 429", "method": "PATCH", "path": "/v2/api_keys/*",
                               "skip": 1, "times": 2, "retryAfter": "1"}'
      --help                   print this

    What 'do' can be: status N (retryAfter: SECONDS, TEXT or 'date+SECONDS'), hang (seconds),
    delay (seconds), trickle and trickle-body (milliseconds), reset, reset-body, truncate-head,
    truncate-body, close, html (status), not-json, empty-body, redirect (to, status), wrong-types,
    no-array, no-secret, null-secret, masked-secret, no-enabled, endless-head, endless-body, stuck,
    unchanged, repeat-page, grow (count), disable-key, enable-key and delete-key (key). 'skip'
    requests are answered as usual first, 'times' is for how many it then holds, and 'applied' lets a
    request take effect although its answer is lost.

    While it runs, POST /_control takes {"clear": true, "fail": [RULE, ...], "change": [{"key": ID,
    "to": "disable"}]}; GET /_control and GET /_control/requests tell what has happened.

    """

  /// Reads the arguments.
  init(parsing arguments: [String]) throws(CommandLineError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else { throw .unexpectedArgument(argument) }
      let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = halves.first.map(String.init) ?? argument
      let attached = halves.count > 1 ? halves.last.map(String.init) : nil
      if try takeFlag(name) {
        if attached != nil { throw .unexpectedValue(name) }
        continue
      }
      guard Self.valueNames.contains(name) else { throw .unknownOption(name) }
      guard let value = attached ?? rest.popFirst() else { throw .missingValue(name) }
      try take(name, value)
    }
    if keysPath != nil, keyCount != nil { throw .bothKeySources }
  }

  private static let valueNames: Set<String> = [
    "--make", "--seed", "--keys", "--write-keys", "--write-credential", "--port", "--propagation",
    "--token-seconds", "--log", "--fail",
  ]

  private mutating func takeFlag(_ name: String) throws(CommandLineError) -> Bool {
    switch name {
    case "--help": wantsHelp = true
    case "--print-keys": printsKeys = true
    case "--list-personal": configuration.listsPersonalKeys = true
    default: return false
    }
    return true
  }

  private mutating func take(_ name: String, _ value: String) throws(CommandLineError) {
    switch name {
    case "--make": keyCount = try Self.integer(name, value, 1...100_000)
    case "--seed": seed = value
    case "--keys": keysPath = value
    case "--write-keys": writeKeysPath = value
    case "--write-credential": writeCredentialPath = value
    case "--port": configuration.port = UInt16(try Self.integer(name, value, 0...65_535))
    case "--propagation":
      guard let seconds = Double(value), seconds >= 0, seconds <= 86_400 else {
        throw .badValue(option: name, value: value, expected: "a number of seconds up to 86400")
      }
      configuration.propagationSeconds = seconds
    case "--token-seconds":
      configuration.tokenSeconds = try Self.integer(name, value, 1...86_400)
    case "--log": configuration.logPath = value
    default: rules.append(value)
    }
  }

  private static func integer(
    _ name: String,
    _ value: String,
    _ range: ClosedRange<Int>
  ) throws(CommandLineError) -> Int {
    guard let number = Int(value), range.contains(number) else {
      throw .badValue(
        option: name,
        value: value,
        expected: "an integer from \(range.lowerBound) to \(range.upperBound)"
      )
    }
    return number
  }

  /// What the stand-in starts with; reads or makes the keys.
  func makeConfiguration() throws(StandInError) -> StandInConfiguration {
    var configuration = configuration
    if let keysPath {
      let file = try KeyFile(path: keysPath)
      configuration.keys = file.keys
      configuration.clients = file.clients
    } else {
      let maker = try KeyMaker(seed: seed)
      configuration.keys = try maker.keys(count: keyCount ?? 6)
      configuration.clients = [try maker.client()]
    }
    for rule in rules {
      configuration.misbehaviours += try Misbehaviour.rules(parsing: Array(rule.utf8))
    }
    return configuration
  }
}
