extension CommandSpecification {
  /// The entry of `report`, with the forms of report that `--format` takes.
  static func report(format: OptionSpecification) -> CommandSpecification {
    CommandSpecification(
      name: .report,
      summary: "Convert, merge, compare reports.",
      purpose: """
        Reads reports ('jsonl' and 'json' of zleaks, the JSON of gitleaks, TruffleHog and \
        Kingfisher) and writes them as one: each key at each place once, with the most that any of \
        them tells. FILE may be a directory, for every '*.jsonl' in it; '-' is standard input. \
        With --since, only what is new makes the exit code 1; with --update-baseline, only keys \
        that are known to work.
        """,
      operands: OperandSpecification(usage: "FILE ...", count: 1...Int.max),
      actions: [],
      options: [
        .rules, .failOn, .minSeverity,
        .minConfidence.summarized("Report nothing less sure (default: possible)."),
        format, .output, .since, .groupBy,
        .updateBaseline, .baselineReason, .showSecrets, .color,
        .quiet, .verbose,
      ],
      examples: [
        .init(command: "zleaks report --format json leaks.jsonl", purpose: "another form"),
        .init(command: "zleaks report --group-by key results/", purpose: "many reports, by key"),
        .init(command: "zleaks report --since old.jsonl new.jsonl", purpose: "what is new"),
        .init(
          command: "zleaks report scan.jsonl --update-baseline known.txt --reason 'old, disabled'",
          purpose: "accept what is there"
        ),
      ]
    )
  }
}
