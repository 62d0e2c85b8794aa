import ScanModel
import TextForms

/// A rule file, read and checked.
struct RuleFile {
  /// The file's name, for errors.
  let name: String

  /// The rules in the order of the file.
  let definitions: [RuleDefinition]

  private let bytes: [UInt8]

  private enum Field: String, FieldName {
    case schema
    case rules
  }

  /// The one value that `schema` may have.
  private enum Schema: String, CaseIterable {
    case first = "zleaks.rules/1"
  }

  /// Reads the file called `name`.
  init(named name: String, bytes: [UInt8]) throws(RuleFileError) {
    do throws(RuleFault) {
      definitions = try Self.definitions(in: bytes)
    } catch {
      throw Self.error(error, in: bytes, named: name)
    }
    self.name = name
    self.bytes = bytes
  }

  /// A fault with its line and column in this file.
  func error(_ fault: RuleFault) -> RuleFileError { Self.error(fault, in: bytes, named: name) }

  /// Reads the rules in `bytes`.
  private static func definitions(in bytes: [UInt8]) throws(RuleFault) -> [RuleDefinition] {
    guard bytes.count <= RuleFileError.maximumFileByteCount else {
      throw RuleFault(offset: 0, kind: .fileTooLarge(byteCount: bytes.count))
    }
    let value: JSON5Value
    do throws(JSON5Error) {
      value = try JSON5Reader.read(bytes)
    } catch {
      throw RuleFault(offset: error.offset, kind: .syntax(error.problem))
    }
    let fields = try ObjectFields<Field>(value, of: nil)
    _ = try fields.required(.schema).word(of: "schema", as: Schema.self)
    var definitions: [RuleDefinition] = []
    for item in try fields.required(.rules).items(of: "rules") {
      guard definitions.count < RuleSet.maximumRuleCount else { throw item.fault(.tooManyRules) }
      let definition = try RuleDefinition(item)
      if definitions.contains(where: { $0.rule.id == definition.rule.id }) {
        throw RuleFault(
          offset: definition.idOffset,
          kind: .duplicateID(definition.rule.id.name)
        )
      }
      definitions.append(definition)
    }
    return definitions
  }

  /// A fault with its line and column in `bytes`.
  private static func error(
    _ fault: RuleFault,
    in bytes: [UInt8],
    named name: String
  ) -> RuleFileError {
    let before = bytes.prefix(fault.offset)
    let line = before.reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let place = LineColumn(line: line, column: before.count - lineStart + 1)
    return RuleFileError(fileName: name, place: place, kind: fault.kind)
  }
}
