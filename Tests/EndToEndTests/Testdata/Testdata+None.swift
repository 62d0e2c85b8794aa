import Rules

// Files of which the scanner has nothing to say.

extension Testdata {
  /// The silent files.
  static func none() throws(FakeKeyError) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for (name, text) in silentTexts { files[name] = Array(text.utf8) }
    files["empty.txt"] = []
    files["zeros.bin"] = [UInt8](repeating: 0, count: 4_096)
    files["allowed.py"] = Array(
      """
      # Each key has a mark in its own line.
      QUERY_KEY = "\(try key("zqt", "allowed-after"))"  # zleaks:allow public demo corpus
      /* zleaks:allow rotated in May */ INDEX_KEY = "\(try key("zwt", "allowed-before"))"
      URL = "https://example.com/?key=\(try key("zut", "allowed-url"))" # zleaks:allow

      """.utf8
    )
    files["tokens-of-others.json"] = Array(
      """
      {
        "workspace": "zwt_\(try body("workspace", 43))",
        "worker": "zwt_\(try body("worker", 43))",
        "tablet": "zwt_\(try body("tablet", 43))",
        "connection": "zqt_\(try body("left", 8))_\(try body("right", 43))",
        "short": "zut_\(try body("short", 12))",
        "endless": "zut_\(try body("endless", 150))",
        "capitals": "ZUT_\(try body("capitals", 38))"
      }

      """.utf8
    )
    files["base64url.txt"] = Array(
      try (0..<60).map { place throws(FakeKeyError) in try body("blob-\(place)", 76) }
        .joined(separator: "\n").utf8
    )
    files["jwt.txt"] = Array(
      """
      eyJhbGciOiJIUzI1NiJ9.\(try body("claims", 90)).ZUT_\(try body("signature", 39))
      eyJhbGciOiJIUzI1NiJ9.\(try body("lower-claims", 90)).zut_\(try body("lower-signature", 39))
      eyJhbGciOiJIUzI1NiJ9.\(try body("more-claims", 120)).\(try body("other-signature", 43))

      """.utf8
    )
    return files
  }

  private static let silentTexts: [String: String] = [
    "placeholders.md": """
    # Vectara

    Set `VECTARA_API_KEY` to your key: `zut_…`, `zut_...`, `zut_abcd`, `zut_12345`, `zut_1234...`,
    `zut_xxxxx...`, `zqt_...`, `zqt_abcd...`, `zqt_abcdef...`, `zqt_apiKeyValue`, `zwt_...`,
    `zwt_123456`, `zwt_abc123(...)`, `zwt_5678...`, `zwt_abcdef...`, `zwt_your_api_key`,
    `zwt_your_vectara_api_key_here`, `zwt_bearer_token`, `zwt_dev_...`, `zwt_prod_...`,
    `zwt_xxxxxxxxxxxxxxx`, `<API_KEY_VALUE>`, `YOUR_API_KEY`, `test_api_key`, `invalid_key_12345`,
    `key_12345`, `vaa_xxxxxxxxxxxxx`.

    """,
    "long-placeholders.env": """
    # Vectara
    A=zut_XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    B=zut_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxA
    C=zqt_0000000000000000000000000000000000000A
    D=zwt_asdfasdfasdfasdfasdfasdfasdfasdf
    E=zut_abcdefghijklmnopqrstuvwxyz0123456789AB
    F=zut_insert_your_vectara_personal_key_here_

    """,
    "words.py": """
    def test_flaky_test(): assert leaky_relu(sneaky_test, shaky_hands) != freaky_friday
    from torch.nn.functional import leaky_relu, flaky_Test1, leaky_relu_2
    wyrzut_sumienia = rozrzut_pomiarow = rzut_oka = rzut_karny_20240501_liga_A = None
    FONT = "Fonts/FRIZQT__.TTF"; MZQT_ = "FRIZQT__.TTF"

    """,
    "land_model.f90": """
    real :: zwt_perched(begc:endc), zwt_h, zwt_lbs   ! perched water table depth (m)
    zwt_perched_col(c) = zwt(c) - frost_table(c)
    import com.example.zwt_life_flutter_app

    """,
    "zut.c": """
    #define ZUT_MAX 12
    typedef struct zut_device { zut_state_t zut_state; int zut_id; } zut_device_t;
    static int zut_attach(dev_info_t *, ddi_attach_cmd_t), zut_detach(dev_info_t *, ddi_detach_cmd_t);
    int zut_walk(void); /* illumos */
    const char *home = getenv("ZUT_HOME");

    """,
    "schema.ts": """
    const id = "zwt_" + randomBytes(6).toString("hex"), other = `${"ZUT_"}${Date.now()}`;
    const parts = ["zut_", "zqt_", "zwt_"], pattern = /^z[uqw]t_[A-Za-z0-9_-]{37}[AQgw]$/;
    if (!key.startsWith("zut_")) throw new Error("not a key: zut_");

    """,
    "package-lock.json": """
    {"lockfileVersion": 3, "packages": {"node_modules/left-pad": {"version": "1.3.0",
      "resolved": "https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz",
      "integrity": "sha512-XI5MPzVNApjAyhQzphX8BkmKsKUxD4LdyK24iZeQGinBN9yTQT3bFlCBy/aVx2HrNcqQGsdot8ghrjyrvMCoEA=="}}}

    """,
    "yarn.lock": """
    left-pad@^1.3.0:
      version "1.3.0"
      resolved "https://registry.yarnpkg.com/left-pad/-/left-pad-1.3.0.tgz#5b8a3a7765dfe001261dde915589e782f8c94d1e"

    """,
    "subresource.html": """
    <script src="https://cdn.example.com/a.js" crossorigin="anonymous"
      integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC"></script>

    """,
    "environment.sh": #"""
    # Vectara, as it should be done
    export VECTARA_API_KEY="$(pass vectara/api-key)"
    curl -H "x-api-key: ${VECTARA_API_KEY}" https://api.vectara.io/v2/corpora

    """#,
    "key-ids-of-nobody.txt": """
    aky_ aky_1 aky_abc AKY_HOST x-aky_host AkY_Y1

    """,
    "redacted.log": """
    2024-05-01 vectara key zut_…Vz8w, zqt_****************, zwt_<redacted>, zut_[hidden]

    """,
  ]
}
