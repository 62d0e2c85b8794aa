import Posix
import VectaraAPI

/// How the live service is asked about keys: options that several commands share.
struct ServiceArguments: Equatable, Sendable {
  /// The file that holds the credential, byte for byte; `nil` if none is named.
  let credentialFile: [UInt8]?

  /// The open descriptor that the credential comes from; `nil` if none is named.
  let credentialDescriptor: Int32?

  /// The service's base URL, as somebody wrote it.
  let apiURL: String

  /// The URL where client credentials become an access token, as somebody wrote it.
  let tokenURL: String

  /// The file of certificate authorities to trust, byte for byte; `nil` for the system's.
  let authorityFile: [UInt8]?

  /// Whether keys that the account does not tell of are used themselves.
  let probes: Bool

  /// Whether keys whose state is unknown do not count.
  let allowsUnknown: Bool

  /// Reads the options.
  ///
  /// - Parameters:
  ///   - arguments: The parsed command line.
  ///   - environment: A variable of the environment, which may name the service.
  /// - Throws: `UsageError` if two credentials are named, or standard input is wanted twice.
  init(
    _ arguments: ParsedArguments,
    environment: (String) -> String? = Process.environment
  ) throws(UsageError) {
    func text(_ option: OptionSpecification, _ variable: String, _ fallback: String) -> String {
      if let value = arguments.value(option) { return String(decoding: value, as: UTF8.self) }
      // Set but empty is as good as not set.
      return environment(variable).flatMap { $0.isEmpty ? nil : $0 } ?? fallback
    }
    credentialFile = arguments.value(.credentialFile)
    let descriptor = arguments.value(.credentialDescriptor).flatMap(ValueForm.number)
    credentialDescriptor = descriptor.flatMap { Int32(exactly: $0) }
    apiURL = text(.apiURL, "VECTARA_API_URL", Configuration.defaultAPIURL)
    tokenURL = text(.tokenURL, "VECTARA_TOKEN_URL", Configuration.defaultTokenURL)
    authorityFile = arguments.value(.authorityFile)
    probes = arguments.flag(.probe)
    allowsUnknown = arguments.flag(.allowUnknown)
    if credentialFile != nil, credentialDescriptor != nil {
      throw .conflictingOptions(
        OptionSpecification.credentialFile.name,
        OptionSpecification.credentialDescriptor.name
      )
    }
    if credentialDescriptor == 0, Self.readsStandardInput(arguments) { throw .standardInputTwice }
  }

  /// Reads the options of a scanning command; `nil` without `--check`.
  ///
  /// - Throws: `UsageError` if one of them is there without `--check`, besides what `init` throws.
  static func beside(scan arguments: ParsedArguments) throws(UsageError) -> ServiceArguments? {
    if arguments.flag(.check) { return try ServiceArguments(arguments) }
    // Who gives one of them expects the keys to be checked.
    let asksAnyway: [CommandName] = [.check, .disable, .enable]
    if !asksAnyway.contains(arguments.command),
      let option = arguments.last(of: OptionSpecification.service)
    {
      throw .optionNeeds(option.name, needed: OptionSpecification.check.name)
    }
    return nil
  }

  private static func readsStandardInput(_ arguments: ParsedArguments) -> Bool {
    arguments.operands.contains(Array("-".utf8))
      || arguments.flag(.prePush) || arguments.flag(.preReceive)
  }
}

/// The options that `ServiceArguments` reads.
extension OptionSpecification {
  static let check = OptionSpecification(
    "check",
    in: .service,
    summary: "Ask the live service whether the keys found work."
  )

  static let credentialFile = OptionSpecification(
    "credential-file",
    .value(placeholder: "FILE", form: .bytes),
    in: .service,
    summary: """
      Ask with the owner's API key in FILE, which nobody else may read (default: the \
      environment; see 'zleaks help check').
      """
  )

  static let credentialDescriptor = OptionSpecification(
    "credential-fd",
    .value(placeholder: "N", form: .number(0...1_048_576)),
    in: .service,
    summary: "Ask with the owner's API key that comes from the open descriptor N."
  )

  static let apiURL = OptionSpecification(
    "api-url",
    .value(placeholder: "URL", form: .bytes),
    in: .service,
    summary: "Ask this service (default: VECTARA_API_URL or https://api.vectara.io)."
  )

  static let tokenURL = OptionSpecification(
    "token-url",
    .value(placeholder: "URL", form: .bytes),
    in: .service,
    summary: """
      Get an app client's token here (default: VECTARA_TOKEN_URL or \
      https://auth.vectara.io/oauth2/token).
      """
  )

  static let authorityFile = OptionSpecification(
    "ca-file",
    .value(placeholder: "FILE", form: .bytes),
    in: .service,
    summary: "Trust the certificate authorities in FILE, not the system's."
  )

  static let probe = OptionSpecification(
    "probe",
    in: .service,
    summary: "Try keys that the account does not tell of: one reading request with each."
  )

  static let allowUnknown = OptionSpecification(
    "allow-unknown",
    in: .service,
    summary: "Do not fail because of keys whose state stays unknown."
  )

  /// How the service is asked.
  static let service: [OptionSpecification] = [
    .credentialFile, .credentialDescriptor, .apiURL, .tokenURL, .authorityFile, .probe,
    .allowUnknown,
  ]
}
