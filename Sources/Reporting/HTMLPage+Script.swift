extension HTMLPage {
  /// The script: sorts, filters and groups the rows that are there already.
  ///
  /// It makes elements and sets their text; it never reads text as HTML, which the page's policy
  /// would not let it do.
  static let script = """

    "use strict";
    (() => {
      const table = document.getElementById("findings");
      const form = document.getElementById("filters");
      if (!table || !form) return;
      const body = table.tBodies[0];
      const heads = Array.from(table.tHead.rows[0].cells);
      const control = name => form.elements.namedItem(name);
      const ranks = { info: 0, low: 1, medium: 2, high: 3, critical: 4 };
      const own = (row, selector) => {
        const element = row.querySelector(selector);
        return element ? element.textContent : "";
      };
      const rows = Array.from(body.rows, row => ({
        row,
        text: row.textContent.toLowerCase(),
        order: Number(row.dataset.order),
        severity: ranks[row.dataset.severity] ?? 0,
        state: row.dataset.state,
        head: row.dataset.head ?? "",
        key: row.dataset.key,
        rule: row.cells[1].textContent,
        repository: own(row, ".repository"),
        shown: own(row, ".key"),
        date: own(row, "time"),
      }));

      const compare = (left, right) => (left < right ? -1 : left > right ? 1 : 0);
      const orders = {
        severity: (a, b) => a.severity - b.severity,
        rule: (a, b) => compare(a.rule, b.rule),
        place: (a, b) => a.order - b.order,
        key: (a, b) => compare(a.shown, b.shown) || compare(a.key, b.key),
        state: (a, b) => compare(a.state, b.state),
        history: (a, b) => compare(a.date, b.date),
      };
      let sorted = "severity";
      let direction = -1;

      const option = (select, value) => {
        const element = document.createElement("option");
        element.value = value;
        element.textContent = value;
        select.append(element);
      };
      const offer = (name, property) => {
        const values = [...new Set(rows.map(item => item[property]))].filter(Boolean).sort();
        for (const value of values) option(control(name), value);
        if (values.length < 2) control(name).closest("label").hidden = true;
      };

      const wanted = () => {
        const words = control("text").value.toLowerCase().split(/\\s+/).filter(Boolean);
        const least = ranks[control("severity").value] ?? 0;
        const [rule, state, repository, head] =
          ["rule", "state", "repository", "head"].map(name => control(name).value);
        return item =>
          item.severity >= least
          && (!rule || item.rule === rule)
          && (!state || item.state === state)
          && (!repository || item.repository === repository)
          && (!head || item.head === head)
          && words.every(word => item.text.includes(word));
      };

      const groupHead = (item, count) => {
        const row = document.createElement("tr");
        row.className = "group";
        const cell = document.createElement("th");
        cell.colSpan = heads.length;
        cell.scope = "rowgroup";
        const places = count === 1 ? "1 place" : `${count} places`;
        cell.textContent = `${item.shown} · ${item.rule} · ${places}`;
        row.append(cell);
        return row;
      };

      // Laying out ten thousand rows takes seconds; the first hundreds are there at once.
      const step = 250;
      let limit = step;
      const more = document.createElement("p");
      const moreCount = document.createElement("span");
      const moreButton = (text, grow) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = text;
        button.addEventListener("click", () => {
          limit = grow(limit);
          show();
        });
        return button;
      };
      more.className = "more";
      more.append(
        moreCount,
        moreButton(`Show ${step} more`, count => count + step),
        moreButton("Show all", () => Infinity),
      );

      const show = () => {
        const all = rows.filter(wanted());
        const order = orders[sorted];
        all.sort((a, b) => direction * order(a, b) || a.order - b.order);
        const sizes = new Map();
        for (const item of all) sizes.set(item.key, (sizes.get(item.key) ?? 0) + 1);
        let listed = all;
        if (control("group").checked) {
          // Keys in the order of their first rows.
          const places = new Map([...sizes.keys()].map((key, index) => [key, index]));
          listed = [...all].sort((a, b) => places.get(a.key) - places.get(b.key));
        }
        listed = listed.slice(0, limit);
        const content = document.createDocumentFragment();
        let last;
        for (const item of listed) {
          if (control("group").checked && item.key !== last) {
            content.append(groupHead(item, sizes.get(item.key)));
            last = item.key;
          }
          content.append(item.row);
        }
        body.replaceChildren(content);
        control("count").value = `${all.length} of ${rows.length} match`;
        more.hidden = listed.length === all.length;
        moreCount.textContent = `${listed.length} of ${all.length} are listed. `;
        for (const head of heads) {
          const word = direction < 0 ? "descending" : "ascending";
          if (head.dataset.sort === sorted) head.setAttribute("aria-sort", word);
          else head.removeAttribute("aria-sort");
        }
      };

      for (const head of heads) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = head.textContent;
        button.addEventListener("click", () => {
          const name = head.dataset.sort;
          direction = name === sorted ? -direction : name === "severity" ? -1 : 1;
          sorted = name;
          limit = step;
          show();
        });
        head.replaceChildren(button);
      }
      offer("rule", "rule");
      offer("state", "state");
      offer("repository", "repository");
      offer("head", "head");
      const restart = () => {
        limit = step;
        show();
      };
      let waiting = 0;
      form.addEventListener("input", event => {
        clearTimeout(waiting);
        if (event.target.type === "search") waiting = setTimeout(restart, 120);
        else restart();
      });
      form.addEventListener("submit", event => event.preventDefault());
      form.addEventListener("reset", () => setTimeout(restart, 0));
      table.parentElement.after(more);
      form.hidden = false;
      show();
    })();

    """
}
