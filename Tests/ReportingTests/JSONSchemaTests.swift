import Testing
import TextForms

@Suite struct JSONSchemaTests {
  /// Schemas, a value that fits each, and one that does not, with its faults.
  @Test(
    arguments: [
      (#"{"type":"integer"}"#, "1", "1.5", ["$: type"]),
      (#"{"type":["string","null"]}"#, "null", "true", ["$: type"]),
      (#"{"enum":["a",{"b":1}]}"#, #"{"b":1}"#, #"{"b":2}"#, ["$: enum"]),
      (#"{"minimum":1,"maximum":3}"#, "3", "4", ["$: maximum"]),
      (#"{"minimum":1}"#, "1", "0", ["$: minimum"]),
      (#"{"pattern":"^a+$"}"#, #""aa""#, #""ab""#, ["$: pattern"]),
      (#"{"format":"uri"}"#, #""file:///a%20b""#, #""a%2""#, ["$: format"]),
      (#"{"format":"uri-reference"}"#, #""a/b""#, #""a b""#, ["$: format"]),
      (#"{"format":"date-time"}"#, #""2026-11-21T12:00:00Z""#, #""2026""#, ["$: format"]),
      (#"{"format":"other"}"#, "1", #""a""#, ["$: format"]),
      (#"{"minItems":1}"#, "[1]", "[]", ["$: minItems"]),
      (#"{"uniqueItems":true}"#, "[1,2]", "[[1],[1]]", ["$: uniqueItems"]),
      (#"{"items":{"type":"null"}}"#, "[null]", "[null,1]", ["$[1]: type"]),
      (#"{"required":["a"]}"#, #"{"a":1}"#, #"{"b":1}"#, ["$.a: required"]),
      (#"{"properties":{"a":{"type":"null"}}}"#, #"{"b":1}"#, #"{"a":1}"#, ["$.a: type"]),
      (
        #"{"properties":{"a":{}},"additionalProperties":false}"#, #"{"a":1}"#, #"{"b":1}"#,
        ["$.b: additionalProperties"]
      ),
      (#"{"additionalProperties":{"type":"string"}}"#, #"{"a":""}"#, #"{"a":1}"#, ["$.a: type"]),
      (#"{"anyOf":[{"type":"null"},{"minimum":2}]}"#, "2", "1", ["$: anyOf"]),
      (#"{"oneOf":[{"minimum":1},{"minimum":2}]}"#, "1", "2", ["$: oneOf"]),
      (
        ##"{"$ref":"#/definitions/d","definitions":{"d":{"type":"null"}}}"##, "null", "1",
        ["$: type"]
      ),
    ]
  )
  func tellsWhatFits(_ schema: String, _ good: String, _ bad: String, _ faults: [String]) throws {
    let schema = try JSONSchema(parsing: schema)
    #expect(schema.faults(of: try JSON5Reader.read(Array(good.utf8))) == [])
    #expect(schema.faults(of: try JSON5Reader.read(Array(bad.utf8))) == faults)
  }

  @Test func doesNotIgnoreWhatItDoesNotKnow() throws {
    let value = try JSON5Reader.read(Array("1".utf8))
    #expect(try JSONSchema(parsing: #"{"multipleOf":2}"#).faults(of: value) != [])
    #expect(try JSONSchema(parsing: ##"{"$ref":"#/definitions/d"}"##).faults(of: value) != [])
    #expect(try JSONSchema(parsing: ##"{"items":true}"##).faults(of: value) == [])
    let array = try JSON5Reader.read(Array("[1]".utf8))
    #expect(try JSONSchema(parsing: ##"{"items":true}"##).faults(of: array) != [])
  }
}
