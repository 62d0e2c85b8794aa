import Reporting

/// A report to write, and where to.
struct ReportRequest: Equatable, Sendable {
  /// The form.
  let format: ReportFormat

  /// The file, byte for byte; `nil` for standard output.
  let file: [UInt8]?

  /// The reports that `--format` and `--output` ask for; text on standard output without them.
  ///
  /// `--output` is where a report without a file of its own goes. `-` is standard output.
  ///
  /// - Throws: `UsageError.sharedDestination` if two would go to the same place.
  static func requests(_ arguments: ParsedArguments) throws(UsageError) -> [ReportRequest] {
    let standard = destination(arguments.value(.output))
    var requests = arguments.values(.format).compactMap { request($0, standard: standard) }
    if requests.isEmpty { requests = [ReportRequest(format: .text, file: standard)] }
    var formats: [[UInt8]?: ReportFormat] = [:]
    for request in requests {
      if let first = formats.updateValue(request.format, forKey: request.file) {
        throw .sharedDestination(
          first: first,
          second: request.format,
          file: request.file.map { TypedText($0) }
        )
      }
    }
    return requests
  }

  /// Reads `NAME` or `NAME=FILE`; the parser has checked the name.
  private static func request(_ value: [UInt8], standard: [UInt8]?) -> ReportRequest? {
    let name = value.prefix { $0 != UInt8(ascii: "=") }
    guard let format = ReportFormat(rawValue: String(decoding: name, as: UTF8.self)) else {
      return nil
    }
    guard name.count < value.count else { return ReportRequest(format: format, file: standard) }
    return ReportRequest(format: format, file: destination(Array(value.dropFirst(name.count + 1))))
  }

  private static func destination(_ file: [UInt8]?) -> [UInt8]? {
    file == Array("-".utf8) ? nil : file
  }
}
