/** A pattern put together step by step; the ways that fit are drawn. */

import { useSignal } from "@preact/signals";
import { nameOf, t } from "../i18n";
import { type Direction, FRESH, MOST_HOPS, MOST_ROWS, type Row } from "../model/pattern";
import { busy, currentCase } from "../state/asking";
import { network } from "../state/exploration";
import { findPattern } from "../state/joining";

const DIRECTIONS: readonly Direction[] = ["ANY", "OUT", "IN"];

export function Pattern() {
  const rows = useSignal<readonly Row[]>([FRESH, FRESH]);
  const words = useSignal("");
  const one = currentCase.value;
  if (!one) return null;
  const change = (at: number, part: Partial<Row>) => {
    rows.value = rows.value.map((row, i) => (i === at ? { ...row, ...part } : row));
  };
  const search = async (event: Event) => {
    event.preventDefault();
    words.value = await findPattern(one.id, rows.value);
  };
  const last = rows.value.length - 1;
  return (
    <section class="structure">
      <details class="kind">
        <summary>{t("pattern.title")}</summary>
        <p class="muted">{t("pattern.lead")}</p>
        <form class="pattern" onSubmit={(event) => void search(event)}>
          {rows.value.map((row, i) => (
            <fieldset key={i}>
              <Choice
                label={t("pattern.entity", { n: i + 1 })}
                any={t("pattern.any")}
                names={schemataOf("nodes")}
                value={row.schema}
                onChange={(schema) => change(i, { schema })}
              />
              {i < last && <Link n={i + 1} row={row} onChange={(part) => change(i, part)} />}
            </fieldset>
          ))}
          <div class="actions-row">
            <button
              type="button"
              class="button compact"
              disabled={rows.value.length >= MOST_ROWS}
              onClick={() => {
                rows.value = [...rows.value, FRESH];
              }}
            >
              {t("pattern.more")}
            </button>
            <button
              type="button"
              class="button compact"
              disabled={rows.value.length <= 2}
              onClick={() => {
                rows.value = rows.value.slice(0, -1);
              }}
            >
              {t("pattern.fewer")}
            </button>
            <button type="submit" class="button primary compact" disabled={busy.value > 0}>
              {t("pattern.ask")}
            </button>
          </div>
        </form>
        <p role="status">{words.value}</p>
      </details>
    </section>
  );
}

/** The kinds that are on the table, by their names. */
function schemataOf(of: "nodes" | "edges"): string[] {
  const found = new Set([...network.value[of].values()].map((one) => one.schema));
  return [...found].sort((x, y) => nameOf(x).localeCompare(nameOf(y)));
}

interface ChoiceProps {
  label: string;
  any: string;
  names: readonly string[];
  value: string;
  onChange: (value: string) => void;
}

function Choice({ label, any, names, value, onChange }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{any}</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {nameOf(name)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** How the next entity is reached: kind, direction, how far, when, for how much. */
function Link({
  n,
  row,
  onChange,
}: {
  n: number;
  row: Row;
  onChange: (part: Partial<Row>) => void;
}) {
  return (
    <div class="pattern-link">
      <Choice
        label={t("pattern.link", { n })}
        any={t("pattern.anyLink")}
        names={schemataOf("edges")}
        value={row.relationship}
        onChange={(relationship) => onChange({ relationship })}
      />
      <label>
        {t("pattern.direction")}
        <select
          value={row.direction}
          onChange={(event) => onChange({ direction: event.currentTarget.value as Direction })}
        >
          {DIRECTIONS.map((name) => (
            <option key={name} value={name}>
              {t(`pattern.${name}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("pattern.hops")}
        <input
          type="number"
          min={1}
          max={MOST_HOPS}
          value={row.maxHops}
          onInput={(event) => onChange({ maxHops: event.currentTarget.valueAsNumber || 1 })}
        />
      </label>
      <label>
        {t("pattern.after")}
        <input
          type="date"
          value={row.after}
          onInput={(event) => onChange({ after: event.currentTarget.value })}
        />
      </label>
      <label>
        {t("pattern.before")}
        <input
          type="date"
          value={row.before}
          onInput={(event) => onChange({ before: event.currentTarget.value })}
        />
      </label>
      <label>
        {t("pattern.amount")}
        <input
          inputMode="decimal"
          value={row.minAmount}
          onInput={(event) => onChange({ minAmount: event.currentTarget.value })}
        />
      </label>
    </div>
  );
}
