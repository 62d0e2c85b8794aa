import ScanModel
import TextForms

/// The field `examples` of a rule, read and checked.
struct ExamplesDefinition {
  /// The examples, their templates known to be good.
  let examples: RuleExamples

  private enum Field: String, FieldName {
    case match
    case noMatch
  }

  private enum ExampleField: String, FieldName {
    case text
    case confidence
  }

  /// Reads the object in the field `examples`.
  init(_ value: JSON5Value) throws(RuleFault) {
    let fields = try ObjectFields<Field>(value, of: "examples")
    let match = try fields.required(.match)
    var matching: [RuleExamples.Example] = []
    for item in try match.items(of: "match") { matching.append(try Self.example(item)) }
    guard !matching.isEmpty else { throw match.fault(.structure(.emptyArray(field: "match"))) }
    var silent: [String] = []
    if let noMatch = fields.value(.noMatch) {
      for item in try noMatch.items(of: "noMatch") {
        silent.append(try Self.template(try item.bytes(asItemOf: "noMatch"), at: item))
      }
    }
    examples = RuleExamples(matching: matching, silent: silent)
  }

  /// Reads an item of `match`.
  private static func example(_ value: JSON5Value) throws(RuleFault) -> RuleExamples.Example {
    let fields = try ObjectFields<ExampleField>(value, of: "match")
    let text = try fields.required(.text)
    return RuleExamples.Example(
      text: try template(try text.bytes(of: "text"), at: text),
      confidence: try fields.required(.confidence).word(of: "confidence", as: Confidence.self)
    )
  }

  /// Checks a template and makes it text.
  private static func template(
    _ bytes: ArraySlice<UInt8>,
    at value: JSON5Value
  ) throws(RuleFault) -> String {
    do throws(FakeKeyError) {
      try FakeKeys.check(bytes)
    } catch {
      throw value.fault(.template(error))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
