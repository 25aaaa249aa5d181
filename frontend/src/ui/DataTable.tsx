/** The network as a table: sortable, walked by keys, in step with the selection. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { formatNumber, nameOf, t } from "../i18n";
import type { Key } from "../i18n/en";
import { toCsv } from "../model/csv";
import { degrees } from "../model/network";
import { entityRows, linkRows, type Order, type Row, sortRows, type Words } from "../model/rows";
import { nameOfNode, network, scores, shown } from "../state/exploration";
import { go, place, selectLink, selectNode } from "../state/place";
import { say } from "../state/session";
import { Line, SchemaIcon } from "./Icon";
import { Countries, countryName, IconButton } from "./parts";

type Tab = "entities" | "links";

const COLUMNS: Record<Tab, readonly Key[]> = {
  entities: ["table.name", "table.kind", "table.country", "table.degree", "table.score"],
  links: ["table.source", "table.kind", "table.target", "table.count", "table.border"],
};
const NUMBERS = new Set<Key>(["table.degree", "table.score", "table.count"]);
const ROW = 32;
const SPARE = 8;

function words(): Words {
  return {
    schema: nameOf,
    countries: (codes) => codes.map(countryName).join(", "),
    yes: t("table.yes"),
    no: t("table.no"),
  };
}

function rowsOf(tab: Tab): Row[] {
  if (tab === "links") return linkRows(shown.value.edges, nameOfNode, words());
  const hidden = network.value.hidden;
  const nodes = [...shown.value.nodes];
  for (const id of hidden) {
    const node = network.value.nodes.get(id);
    if (node) nodes.push(node);
  }
  const facts = { degree: degrees(network.value), score: scores.value.byId, hidden };
  return entityRows(nodes, facts, words());
}

async function copy(tab: Tab, rows: readonly Row[]): Promise<void> {
  const head = [...COLUMNS[tab].map((key) => t(key)), "id"];
  const text = toCsv([head, ...rows.map((row) => [...row.cells, row.id])]);
  await navigator.clipboard.writeText(text);
  say(t("table.copied", { n: rows.length }));
}

export function DataTable() {
  const tab = useSignal<Tab>("entities");
  const sort = useSignal<{ column: number; order: Order }>({ column: 3, order: "descending" });
  const rows = sortRows(rowsOf(tab.value), sort.value.column, sort.value.order);

  function sortBy(column: number): void {
    const same = sort.value.column === column;
    const first: Order = NUMBERS.has(COLUMNS[tab.value][column] as Key)
      ? "descending"
      : "ascending";
    const flipped: Order = sort.value.order === "ascending" ? "descending" : "ascending";
    sort.value = { column, order: same ? flipped : first };
  }

  return (
    <section class="table-drawer" id="table" aria-label={t("table.label")}>
      <header>
        <div class="tabs" role="tablist">
          {(["entities", "links"] as const).map((name) => (
            <button
              type="button"
              key={name}
              role="tab"
              aria-selected={tab.value === name}
              onClick={() => {
                tab.value = name;
              }}
            >
              {t(`table.${name}`)}{" "}
              <small>
                {name === "links" ? shown.value.edges.length : shown.value.nodes.length}
              </small>
            </button>
          ))}
        </div>
        <span class="grow" />
        <button type="button" class="button compact" onClick={() => void copy(tab.value, rows)}>
          <Line name="copy" size={15} /> {t("table.copy")}
        </button>
        <IconButton icon="close" label={t("panel.close")} onClick={() => go({ table: false })} />
      </header>
      <Rows tab={tab.value} rows={rows} sort={sort.value} onSort={sortBy} />
    </section>
  );
}

interface RowsProps {
  tab: Tab;
  rows: readonly Row[];
  sort: { column: number; order: Order };
  onSort: (column: number) => void;
}

/** Only the rows in sight are in the page, so that thousands scroll as well as ten. */
function Rows({ tab, rows, sort, onSort }: RowsProps) {
  const holder = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(300);
  const chosen = tab === "links" ? place.value.link : place.value.node;
  const at = rows.findIndex((row) => row.id === chosen);

  useEffect(() => {
    const box = holder.current;
    if (!box) return;
    const watch = new ResizeObserver(() => {
      height.value = box.clientHeight;
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, [height]);
  useEffect(() => {
    const box = holder.current;
    if (!box || at < 0) return;
    const y = at * ROW;
    const room = box.clientHeight - ROW * 2;
    if (y < box.scrollTop) box.scrollTop = y;
    else if (y > box.scrollTop + room) box.scrollTop = y - room;
  }, [at]);

  function choose(row: Row | undefined): void {
    if (!row) return;
    if (tab === "links") selectLink(row.id);
    else selectNode(row.id);
  }

  function key(event: KeyboardEvent, index: number): void {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    const end = { Home: 0, End: rows.length - 1 }[event.key];
    if (step === undefined && end === undefined && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.min(rows.length - 1, Math.max(0, end ?? index + (step ?? 0)));
    choose(rows[next]);
    if (event.key === "Enter") document.querySelector<HTMLElement>(".side h2")?.focus();
    else requestAnimationFrame(() => focusRow(holder.current, next));
  }

  const from = Math.max(0, Math.floor(top.value / ROW) - SPARE);
  const to = Math.min(rows.length, Math.ceil((top.value + height.value) / ROW) + SPARE);
  const stop = Math.max(at, 0);
  return (
    <div
      class="rows"
      ref={holder}
      onScroll={(event) => {
        top.value = event.currentTarget.scrollTop;
      }}
    >
      <table class={tab} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {COLUMNS[tab].map((name, i) => (
              <th
                key={name}
                scope="col"
                class={NUMBERS.has(name) ? "number" : ""}
                aria-sort={sort.column === i ? sort.order : "none"}
              >
                <button type="button" onClick={() => onSort(i)}>
                  {t(name)}
                  <i aria-hidden="true">
                    {sort.column === i ? (sort.order === "ascending" ? "↑" : "↓") : ""}
                  </i>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {from > 0 && <Spacer rows={from} />}
          {rows.slice(from, to).map((row, i) => (
            <tr
              key={row.id}
              data-index={from + i}
              data-id={row.id}
              aria-rowindex={from + i + 2}
              aria-selected={row.id === chosen}
              class={row.hidden ? "off" : ""}
              tabIndex={from + i === stop ? 0 : -1}
              onClick={() => choose(row)}
              onKeyDown={(event) => key(event, from + i)}
            >
              <Cells tab={tab} row={row} />
            </tr>
          ))}
          {to < rows.length && <Spacer rows={rows.length - to} />}
        </tbody>
      </table>
      {rows.length === 0 && <p class="muted pad">{t("table.empty")}</p>}
    </div>
  );
}

function focusRow(box: HTMLElement | null, index: number): void {
  box?.querySelector<HTMLElement>(`tr[data-index="${index}"]`)?.focus({ preventScroll: true });
}

function Spacer({ rows }: { rows: number }) {
  return (
    <tr aria-hidden="true">
      <td colSpan={5} style={{ height: `${rows * ROW}px`, padding: 0, border: 0 }} />
    </tr>
  );
}

function Cells({ tab, row }: { tab: Tab; row: Row }) {
  const [a, kind, c, n, last] = row.cells;
  if (tab === "links") {
    return (
      <>
        <td>{a}</td>
        <td>{kind}</td>
        <td>{c}</td>
        <td class="number">{typeof n === "number" ? formatNumber(n) : n}</td>
        <td class={row.crossBorder ? "cross" : "muted"}>{last}</td>
      </>
    );
  }
  return (
    <>
      <td>
        <SchemaIcon schema={row.schema} /> {a}
        {row.hidden && <small class="muted"> {t("table.hidden")}</small>}
      </td>
      <td>{kind}</td>
      <td>
        <Countries codes={row.countries} />
      </td>
      <td class="number">{typeof n === "number" ? formatNumber(n) : n}</td>
      <td class="number">{typeof last === "number" ? round(last) : "–"}</td>
    </>
  );
}

function round(score: number): string {
  return Number.isInteger(score) ? formatNumber(score) : score.toPrecision(3);
}
