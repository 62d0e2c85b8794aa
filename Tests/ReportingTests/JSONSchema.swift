import Foundation
import TextForms

/// A JSON schema (draft 4), as far as SARIF's uses it; what it does not know, it does not ignore.
struct JSONSchema {
  private let root: JSON5Value

  /// Keywords that say nothing of a value.
  private static let annotations: Set<String> = [
    "$schema", "title", "id", "description", "default", "definitions",
  ]

  init(_ root: JSON5Value) {
    self.root = root
  }

  init(parsing text: String) throws {
    root = try JSON5Reader.read(Array(text.utf8))
  }

  /// What is wrong with `value`, each with the place; empty for nothing.
  func faults(of value: JSON5Value) -> [String] { faults(of: value, by: root, at: "$") }

  private func faults(of value: JSON5Value, by schema: JSON5Value, at place: String) -> [String] {
    guard case .object(let keywords) = schema.content else { return ["\(place): no schema"] }
    var faults: [String] = []
    for keyword in keywords {
      let name = String(decoding: keyword.name, as: UTF8.self)
      if Self.annotations.contains(name) { continue }
      faults += check(value, name, keyword.value, in: schema, at: place)
    }
    return faults
  }

  private func check(
    _ value: JSON5Value,
    _ keyword: String,
    _ rule: JSON5Value,
    in schema: JSON5Value,
    at place: String
  ) -> [String] {
    let fault = ["\(place): \(keyword)"]
    switch keyword {
    case "$ref":
      guard let target = resolve(rule.string ?? "") else {
        return ["\(place): \(keyword) to nothing"]
      }
      return faults(of: value, by: target, at: place)
    case "type": return Self.types(rule).contains { Self.isType($0, value) } ? [] : fault
    case "enum":
      let texts = (rule.elements ?? []).map(Self.canonical)
      return texts.contains(Self.canonical(value)) ? [] : fault
    case "anyOf", "oneOf":
      let fitting = (rule.elements ?? []).count { faults(of: value, by: $0, at: place).isEmpty }
      return keyword == "anyOf" ? (fitting > 0 ? [] : fault) : fitting == 1 ? [] : fault
    case "minimum", "maximum":
      guard let number = Self.number(value), let bound = Self.number(rule) else { return [] }
      return (keyword == "minimum" ? number >= bound : number <= bound) ? [] : fault
    case "pattern", "format":
      guard let text = value.string, let form = rule.string else { return [] }
      return Self.fits(text, keyword, form) ? [] : fault
    case "minItems", "uniqueItems", "items":
      guard let elements = value.elements else { return [] }
      return checkArray(elements, keyword, rule, at: place)
    case "properties", "additionalProperties", "required":
      guard case .object(let members) = value.content else { return [] }
      return checkObject(members, value, keyword, rule, in: schema, at: place)
    default: return ["\(place): unknown keyword \(keyword)"]
    }
  }

  private func checkArray(
    _ elements: [JSON5Value],
    _ keyword: String,
    _ rule: JSON5Value,
    at place: String
  ) -> [String] {
    switch keyword {
    case "minItems": return elements.count >= rule.integer ?? .max ? [] : ["\(place): \(keyword)"]
    case "uniqueItems":
      let isUnique = Set(elements.map(Self.canonical)).count == elements.count
      return rule.boolean == true && !isUnique ? ["\(place): \(keyword)"] : []
    default:
      return elements.enumerated().flatMap { faults(of: $1, by: rule, at: "\(place)[\($0)]") }
    }
  }

  private func checkObject(
    _ members: [JSON5Member],
    _ value: JSON5Value,
    _ keyword: String,
    _ rule: JSON5Value,
    in schema: JSON5Value,
    at place: String
  ) -> [String] {
    if keyword == "required" {
      let missing = (rule.elements ?? []).compactMap(\.string).filter { value[$0] == nil }
      return missing.map { "\(place).\($0): \(keyword)" }
    }
    return members.flatMap { member -> [String] in
      let name = String(decoding: member.name, as: UTF8.self)
      let place = "\(place).\(name)"
      if keyword == "properties" {
        return rule[name].map { faults(of: member.value, by: $0, at: place) } ?? []
      }
      if schema["properties"]?[name] != nil || rule.boolean == true { return [] }
      if rule.boolean == false { return ["\(place): \(keyword)"] }
      return faults(of: member.value, by: rule, at: place)
    }
  }

  /// What `#/definitions/name` and the like lead to.
  private func resolve(_ reference: String) -> JSON5Value? {
    guard reference.hasPrefix("#") else { return nil }
    return reference.dropFirst().split(separator: "/").reduce(root) { value, name in
      value?[String(name)]
    }
  }

  private static func types(_ rule: JSON5Value) -> [String] {
    rule.string.map { [$0] } ?? (rule.elements ?? []).compactMap(\.string)
  }

  private static func isType(_ type: String, _ value: JSON5Value) -> Bool {
    switch (type, value.content) {
    case ("object", .object), ("array", .array), ("string", .string), ("boolean", .boolean),
      ("integer", .integer), ("number", .integer), ("number", .number), ("null", .null):
      true
    default: false
    }
  }

  private static func number(_ value: JSON5Value) -> Double? {
    switch value.content {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  private static func fits(_ text: String, _ keyword: String, _ form: String) -> Bool {
    if keyword == "pattern" { return text.range(of: form, options: .regularExpression) != nil }
    let unreserved = "[A-Za-z0-9._~!$&'()*+,;=:@/?#\\[\\]%-]*"
    let isReference =
      text.range(of: "^\(unreserved)$", options: .regularExpression) != nil
      && text.range(of: "%(?![0-9A-Fa-f]{2})", options: .regularExpression) == nil
    switch form {
    case "uri-reference": return isReference && !text.hasPrefix(":")
    case "uri":
      return isReference
        && text.range(of: "^[a-z][a-z0-9+.-]*:", options: .regularExpression) != nil
    case "date-time":
      let dateTime = "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$"
      return text.range(of: dateTime, options: .regularExpression) != nil
    default: return false
    }
  }

  /// The value as text, without its places; equal values have equal texts.
  private static func canonical(_ value: JSON5Value) -> String {
    switch value.content {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .string(let bytes): "\"" + String(decoding: bytes, as: UTF8.self) + "\""
    case .array(let elements): "[" + elements.map(canonical).joined(separator: ",") + "]"
    case .object(let members):
      "{"
        + members.map { String(decoding: $0.name, as: UTF8.self) + ":" + canonical($0.value) }
        .sorted().joined(separator: ",") + "}"
    }
  }
}
