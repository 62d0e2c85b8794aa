extension HTMLPage {
  /// The style sheet.
  static let style = """

    :root {
      --page: #f6f7f9; --card: #ffffff; --text: #1b1f24; --quiet: #57606a; --line: #d5dae0;
      --row: #f2f5f8; --accent: #0b5cad; --code: #eef1f4;
      --critical: #9b1c1c; --high: #b23a0e; --medium: #7a5200; --low: #0b5cad; --info: #57606a;
      --critical-soft: #fde8e8; --high-soft: #feecdc; --medium-soft: #fdf3c7;
      --low-soft: #e1effe; --info-soft: #e9ecef;
      --good: #1a6b3c; --good-soft: #dcf5e5;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #0f1318; --card: #171c23; --text: #e4e8ee; --quiet: #98a3b1; --line: #2c343f;
        --row: #1c232c; --accent: #6cb2ff; --code: #222a34;
        --critical: #ff9a9a; --high: #ffb086; --medium: #f2cf63; --low: #8cc2ff;
        --info: #a9b4c0;
        --critical-soft: #4a1a1d; --high-soft: #47260f; --medium-soft: #3d3110;
        --low-soft: #12304f; --info-soft: #29313b;
        --good: #7fdca3; --good-soft: #12391f;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; padding: 24px 20px 48px; max-width: 1440px; background: var(--page);
      color: var(--text); font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto,
      "Helvetica Neue", "DejaVu Sans", sans-serif;
    }
    h1 { margin: 0; font-size: 24px; line-height: 1.25; }
    h2 { margin: 28px 0 10px; font-size: 17px; }
    p { margin: 4px 0; }
    code, .mono {
      font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
      font-size: 12.5px;
    }
    .quiet { color: var(--quiet); }
    .quiet code { color: inherit; }
    .note { display: block; margin-top: 2px; font-size: 12.5px; color: var(--quiet); }
    .alarm {
      margin: 0 0 20px; padding: 12px 16px; border: 1px solid var(--critical);
      border-left-width: 6px; border-radius: 6px; background: var(--critical-soft);
    }
    .alarm h2 { margin: 0 0 4px; color: var(--critical); }
    .alarm ul { margin: 6px 0 0; padding-left: 20px; overflow-wrap: anywhere; }
    summary { cursor: pointer; }
    .facts { display: flex; flex-wrap: wrap; gap: 10px; margin: 18px 0 0; padding: 0; }
    .facts div {
      min-width: 108px; padding: 10px 16px; border: 1px solid var(--line); border-radius: 8px;
      background: var(--card);
    }
    .facts dt { color: var(--quiet); font-size: 12.5px; }
    .facts dd { margin: 0; font-size: 22px; font-weight: 600; line-height: 1.3; }
    .facts .bad dd { color: var(--critical); }
    .facts .good dd { color: var(--good); }
    form {
      display: flex; flex-wrap: wrap; gap: 10px 12px; align-items: end; margin: 0 0 10px;
      padding: 12px 14px; border: 1px solid var(--line); border-radius: 8px;
      background: var(--card);
    }
    form[hidden] { display: none; }
    label { display: block; font-size: 12.5px; color: var(--quiet); }
    label.check { display: flex; gap: 6px; align-items: center; min-height: 32px; }
    input[type=search], select, form button, .more button {
      display: block; min-height: 32px; margin-top: 2px; padding: 4px 8px;
      border: 1px solid var(--line); border-radius: 6px; background: var(--page);
      color: var(--text); font: inherit;
    }
    input[type=search] { width: 260px; }
    select { max-width: 230px; }
    form button { cursor: pointer; }
    .more { margin: 12px 0; color: var(--quiet); }
    .more[hidden] { display: none; }
    .more button { display: inline-block; margin-left: 8px; cursor: pointer; }
    output { min-height: 32px; padding: 6px 0; margin-left: auto; color: var(--quiet); }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
    .scroll {
      border: 1px solid var(--line); border-radius: 8px; background: var(--card);
    }
    table { width: 100%; border-collapse: collapse; table-layout: fixed; }
    caption { padding: 8px 14px; text-align: left; color: var(--quiet); font-size: 12.5px; }
    th, td {
      padding: 8px 12px; border-bottom: 1px solid var(--line); text-align: left;
      vertical-align: top; overflow-wrap: anywhere;
    }
    tbody tr:last-child > * { border-bottom: 0; }
    thead th {
      position: sticky; top: 0; z-index: 1; background: var(--row); font-size: 12.5px;
      white-space: nowrap;
    }
    thead tr:first-child th:first-child { border-top-left-radius: 8px; }
    thead tr:first-child th:last-child { border-top-right-radius: 8px; }
    thead button {
      width: 100%; margin: -4px; padding: 4px; border: 0; border-radius: 4px;
      background: none; color: inherit; font: inherit; font-weight: 600; text-align: left;
      cursor: pointer;
    }
    thead button::after { content: " \\2195"; opacity: .45; }
    [aria-sort=ascending] button::after { content: " \\2191"; opacity: 1; color: var(--accent); }
    [aria-sort=descending] button::after { content: " \\2193"; opacity: 1; color: var(--accent); }
    tbody tr:hover td { background: var(--row); }
    tr.group th { background: var(--row); font-weight: 600; }
    tr.muted td { opacity: .68; }
    .narrow { width: 112px; } .middle { width: 176px; } .wide { width: 26%; }
    .place { font-weight: 500; }
    .tag {
      display: inline-block; padding: 1px 8px; border-radius: 10px; font-size: 12px;
      font-weight: 600; white-space: nowrap; background: var(--info-soft); color: var(--info);
    }
    .critical, .active { background: var(--critical-soft); color: var(--critical); }
    .high { background: var(--high-soft); color: var(--high); }
    .medium { background: var(--medium-soft); color: var(--medium); }
    .low { background: var(--low-soft); color: var(--low); }
    .disabled { background: var(--good-soft); color: var(--good); }
    .advice { padding-left: 20px; max-width: 100ch; }
    .advice li { margin: 6px 0; }
    footer { margin-top: 32px; color: var(--quiet); font-size: 12.5px; }
    @media (max-width: 900px) {
      .scroll { overflow-x: auto; }
      table { min-width: 860px; }
      thead th { position: static; }
    }
    @media print {
      :root {
        --page: #fff; --card: #fff; --text: #000; --quiet: #333; --line: #999; --row: #fff;
        --critical: #000; --high: #000; --medium: #000; --low: #000; --info: #000; --good: #000;
        --critical-soft: #fff; --high-soft: #fff; --medium-soft: #fff; --low-soft: #fff;
        --info-soft: #fff; --good-soft: #fff;
      }
      body { max-width: none; padding: 0; font-size: 10pt; }
      form, .more button { display: none; }
      .scroll, .facts div { border-radius: 0; }
      thead th { position: static; }
      thead button::after { content: ""; }
      tr { break-inside: avoid; }
      .tag { padding: 0; }
    }

    """
}
