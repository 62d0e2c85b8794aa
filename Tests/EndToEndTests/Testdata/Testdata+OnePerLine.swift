import Rules

// Lines as they stand in code, configuration and logs, each with one key.

extension Testdata {
  /// The file of each rule, with one finding a line.
  static func onePerLine() throws(FakeKeyError) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for (rule, kind) in [
      ("vectara-personal-key", "zut"), ("vectara-index-key", "zwt"), ("vectara-query-key", "zqt"),
    ] {
      var lines = try filled(code + configuration + escaped + surrounded) {
        place throws(FakeKeyError) in
        try key(kind, "line-\(place)")
      }
      for (place, line) in inexact.enumerated() {
        let length = place.isMultiple(of: 2) ? 36 : 43
        let body = try body("\(kind)-inexact-\(place)", length)
        lines.append(line.replacing("§", with: "\(kind)_\(body)"))
      }
      files["\(rule).txt"] = bytes(of: lines)
    }
    let lines = try filled(identifiers) { place throws(FakeKeyError) in
      try identifier("line-\(place)")
    }
    files["vectara-key-id.txt"] = bytes(of: lines)
    return files
  }

  /// The templates with each `§` replaced by what `make` makes for its place.
  private static func filled(
    _ templates: [String],
    _ make: (Int) throws(FakeKeyError) -> String
  ) throws(FakeKeyError) -> [String] {
    var lines: [String] = []
    for (place, line) in templates.enumerated() {
      lines.append(line.replacing("§", with: try make(place)))
    }
    return lines
  }

  /// The lines of a file whose last line has no end.
  private static func bytes(of lines: [String]) -> [UInt8] {
    Array(lines.joined(separator: "\n").utf8)
  }

  /// Assignments, calls and comments in many languages.
  private static let code = [
    #"§"#,
    #"api_key = "§""#,
    #"VECTARA_API_KEY = '§'  # rotate me"#,
    #"client = Vectara(api_key="§")"#,
    #"vectara = VectaraVectorStore(vectara_api_key='§', corpus="docs")"#,
    #"headers = {"x-api-key": "§", "Content-Type": "application/json"}"#,
    #"os.environ.setdefault("VECTARA_API_KEY", "§")"#,
    #"url = f"https://api.example.com/query?key=§&limit={limit}""#,
    #"const apiKey = "§";"#,
    #"const headers = { 'x-api-key': '§' };"#,
    #"export default {apiKey:`§`,corpus:7}"#,
    #"<SearchBox apiKey={"§"} corpusKey="docs" />"#,
    #"fetch(u,{headers:{"x-api-key":"§"}}).then(r=>r.json())"#,
    #"private static final String API_KEY = "§";"#,
    #"val apiKey: String = "§""#,
    #"let apiKey = "§""#,
    #"NSString *apiKey = @"§";"#,
    #"var apiKey = []byte("§")"#,
    #"const API_KEY: &str = "§";"#,
    #"static const char kApiKey[] = "§";"#,
    #"#define VECTARA_API_KEY "§""#,
    #"string ApiKey => "§";"#,
    #"$apiKey = '§';"#,
    #"define('VECTARA_API_KEY', '§');"#,
    #"ENV['VECTARA_API_KEY'] ||= '§'"#,
    #"api_key: :"§""#,
    #"config :app, vectara_api_key: "§""#,
    #"(def api-key "§")"#,
    #"apiKey = "§" :: Text"#,
    #"Sys.setenv(VECTARA_API_KEY = "§")"#,
    #"local api_key = [[§]]"#,
    #"my $key = q{§};"#,
    #"$env:VECTARA_API_KEY = "§""#,
    #"set VECTARA_API_KEY=§"#,
    #"setx VECTARA_API_KEY §"#,
    #"INSERT INTO settings VALUES ('vectara', '§');"#,
    #"// old key: §"#,
    #"# §"#,
    #"/* §*/"#,
    #"-- §"#,
    #"<!-- § -->"#,
    #"    return "§"  ;"#,
    "\t§\t",
  ]

  /// Configuration files, shells and documents.
  private static let configuration = [
    #"VECTARA_API_KEY=§"#,
    #"export VECTARA_API_KEY=§"#,
    #"export VECTARA_API_KEY="§";"#,
    #"VECTARA_API_KEY=§ python ask.py"#,
    #"REACT_APP_VECTARA_API_KEY=§"#,
    #"docker run -e VECTARA_API_KEY=§ app"#,
    #"ENV VECTARA_API_KEY=§"#,
    #"ARG VECTARA_API_KEY=§"#,
    #"curl -H 'x-api-key: §' https://api.example.com/v2/corpora"#,
    #"curl -H "x-api-key:§" https://api.example.com/v2/query -d @q.json"#,
    #"x-api-key: §"#,
    #"> X-Api-Key: §"#,
    #"Authorization: Bearer §"#,
    #"api_key: §"#,
    #"  apiKey: "§"  # query only"#,
    #"  - name: VECTARA_API_KEY"# + "  {value: §}",
    #"          value: '§'"#,
    #"- §"#,
    #"auth: {api_key: §, corpus: docs}"#,
    #"  vectara_api_key: !secret §"#,
    #"key: &anchor §"#,
    #"{"api_key": "§"}"#,
    #"{"apiKey":"§","corpusKey":"docs"}"#,
    #"  "VECTARA_API_KEY": "§","#,
    #"["§"]"#,
    #"api_key = "§" # toml"#,
    #"auth_id = 7, auth_secret = '''§'''"#,
    #"vectara.api-key=§"#,
    #"vectara.api-key : §"#,
    #"variable "key" { default = "§" }"#,
    #"  vectara_api_key = "§""#,
    #"Environment="VECTARA_API_KEY=§""#,
    #"proxy_set_header x-api-key §;"#,
    #"<add key="VectaraApiKey" value="§" />"#,
    #"<apiKey>§</apiKey>"#,
    #"<string name="vectara_key">§</string>"#,
    #"<key><![CDATA[§]]></key>"#,
    #"<meta name="key" content="§">"#,
    #"1,prod,§,2024-05-01"#,
    #""2","prod","§""#,
    "3\tprod\t§\tyes",
    #"3;prod;§"#,
    #"| query key | `§` |"#,
    #"Use the key `§` to try it."#,
    #"[try it](https://example.com/?key=§)"#,
    #"**§**"#,
    #"> §"#,
    #"key (§), see above."#,
    #"user:§@vectara.example.com"#,
    #"https://§:x@example.com/"#,
    #"+VECTARA_API_KEY=§"#,
    #"//registry.example.com/:vectara-key=§"#,
  ]

  /// Keys behind an escape, whose last character seems to be part of a word.
  private static let escaped = [
    #"message = "first line\n§\nlast line""#,
    #"message = "key:\t§""#,
    #"message = "key:\r\n§\r\n""#,
    #"{"body":"{\"api_key\":\"§\"}"}"#,
    #"{"body":"{\\\"api_key\\\":\\\"§\\\"}"}"#,
    #"\u0022§\u0022"#,
    #"\u0027§\u0027"#,
    #"\u003d§\u0026"#,
    #"\x22§\x22"#,
    #"\x27§\x27"#,
    #"printf 'key:\012§\012'"#,
    #"?apiKey%3D§%26q%3D1"#,
    #"?redirect=%3Fkey%253D§%2526q"#,
    #"apiKey=%22§%22"#,
    #"data=%7B%22key%22%3A%22§%22%7D"#,
    #"key%3A%20§"#,
    #"api_key=3D§"#,
    #"api_key=3D=22§=22"#,
    #"<div data-key=&quot;§&quot;>"#,
    #"apiKey=&#34;§&#34;"#,
    #"apiKey=&#x27;§&#x27;"#,
    #"\u001b[38;5;124m§\u001b[39m"#,
    #"\x1b[31m§\x1b[0m"#,
    #"\033[1;32m§\033[m"#,
    #"\e[0m§\e[0m"#,
    "\u{1B}[38;5;124m§\u{1B}[39m",
    "\u{1B}[0m§",
    "key \u{1B}[1m\u{1B}[31m§\u{1B}[m",
    #"2024-05-01T12:00:00Z #033[32m§#033[0m"#,
  ]

  /// Keys among other bytes, and glued to what stands before them.
  private static let surrounded = [
    "\u{0}§\u{0}",
    "clé=§ ü",
    "ключ§ключ",
    "鍵§鍵",
    "\u{FEFF}§",
    "“§”",
    "…§…",
    "z*§N",
    "Z*§)",
    #"keyword§"#,
    #"old-§"#,
    #"api_key_§"#,
    #"2024-05-01§"#,
    #"level=info msg=sentkey§ status=200"#,
    #"12:00:00 INFO auth§"#,
  ]

  /// Bodies of another length, in a content that speaks of Vectara.
  private static let inexact = [
    #"VECTARA_API_KEY=§"#,
    #"vectara: {"key": "§"}"#,
    #"apiKey: '§'"#,
    #"curl -H 'x-api-key: §' https://api.vectara.io/v2/corpora"#,
  ]

  /// Key IDs.
  private static let identifiers = [
    #"§"#,
    #"{"id":"§","name":"docs","enabled":true}"#,
    #"GET /v2/api_keys/§"#,
    #"PATCH https://api.vectara.io/v2/api_keys/§?pretty HTTP/1.1"#,
    #"api_key_id = "§""#,
    #"VECTARA_KEY_ID=§"#,
    #"  keyId: §"#,
    #"disabled § on Monday"#,
    #"message = "deleted\n§""#,
    #"apiKeyId%3D§"#,
    #"\u0022§\u0022"#,
    "\u{1B}[32m§\u{1B}[0m",
    #"| `§` | docs |"#,
  ]
}
