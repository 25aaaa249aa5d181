/** What colours, pictures and lines mean; clicking an entry hides or shows it. */

import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { nameOf, t } from "../i18n";
import { countryColour, countryKey, countryOrder } from "../model/countries";
import { network } from "../state/exploration";
import { type Filters, filtering, filters, NO_FILTERS, toggleFilter } from "../state/filters";
import { showHidden } from "../state/growing";
import { place } from "../state/place";
import { legendOpen } from "../state/ui";
import { SchemaIcon } from "./Icon";
import { countryName, IconButton } from "./parts";

function tally(keys: Iterable<string>): Map<string, number> {
  const count = new Map<string, number>();
  for (const key of keys) count.set(key, (count.get(key) ?? 0) + 1);
  return count;
}

function byCount(count: Map<string, number>): [string, number][] {
  return [...count].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

export function Legend() {
  const nodes = useComputed(() => [...network.value.nodes.values()]);
  const edges = useComputed(() => [...network.value.edges.values()]);
  const countries = [...tally(nodes.value.map((n) => countryKey(n.countries)))].sort(
    (a, b) => countryOrder(a[0]) - countryOrder(b[0]),
  );
  const schemata = byCount(tally(nodes.value.map((n) => n.schema)));
  const links = byCount(tally(edges.value.map((e) => e.schema)));
  const across = edges.value.filter((e) => e.crossBorder).length;
  const linked = new Set(edges.value.flatMap((e) => [e.source, e.target]));
  const alone = nodes.value.filter((n) => !linked.has(n.id)).length;
  const hidden = network.value.hidden.size;
  return (
    <aside class="legend" aria-label={t("legend.title")}>
      <header>
        <h2>{t("legend.title")}</h2>
        {(filtering.value || hidden > 0) && (
          <button
            type="button"
            class="link"
            onClick={() => {
              filters.value = NO_FILTERS;
              if (hidden > 0) showHidden();
            }}
          >
            {t("legend.reset")}
            {hidden > 0 && ` (${hidden})`}
          </button>
        )}
        <IconButton
          icon="close"
          label={t("panel.close")}
          onClick={() => (legendOpen.value = false)}
        />
      </header>
      <div class="legend-body">
        <Section title={t("legend.countries")}>
          {countries.map(([key, count]) => (
            <Entry key={key} kind="countries" name={key} text={countryName(key)} count={count}>
              <i class="swatch" style={{ background: countryColour(key) }} />
            </Entry>
          ))}
          {countries.some(([key]) => key === "xk") && (
            <p class="footnote">{t("country.footnote")}</p>
          )}
        </Section>
        <Section title={t("legend.schemata")}>
          {schemata.map(([key, count]) => (
            <Entry key={key} kind="schemata" name={key} text={nameOf(key)} count={count}>
              <SchemaIcon schema={key} />
            </Entry>
          ))}
        </Section>
        <Section title={t("legend.links")}>
          {across > 0 && (
            <button
              type="button"
              class="entry"
              aria-pressed={filters.value.crossOnly}
              title={t("legend.crossOnly")}
              onClick={() => {
                filters.value = { ...filters.value, crossOnly: !filters.value.crossOnly };
              }}
            >
              <i class="stroke cross" />
              <span>{t("legend.crossBorder")}</span>
              <small>{across}</small>
            </button>
          )}
          {alone > 0 && (
            <button
              type="button"
              class={filters.value.linkedOnly ? "entry off" : "entry"}
              aria-pressed={!filters.value.linkedOnly}
              title={t("legend.hint")}
              onClick={() => {
                filters.value = { ...filters.value, linkedOnly: !filters.value.linkedOnly };
              }}
            >
              <i class="swatch lone" />
              <span>{t("legend.lone")}</span>
              <small>{alone}</small>
            </button>
          )}
          {links.map(([key, count]) => (
            <Entry key={key} kind="links" name={key} text={nameOf(key)} count={count}>
              <i class="stroke" />
            </Entry>
          ))}
        </Section>
        <p class="size-legend">
          <span class="sizes" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t("legend.sizeBy", { metric: t(`metric.${place.value.metric}`) })}
        </p>
      </div>
    </aside>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface EntryProps {
  kind: "countries" | "schemata" | "links";
  name: string;
  text: string;
  count: number;
  children: ComponentChildren;
}

function Entry({ kind, name, text, count, children }: EntryProps) {
  const f: Filters = filters.value;
  const on = !f[kind].has(name);
  return (
    <button
      type="button"
      class={on ? "entry" : "entry off"}
      aria-pressed={on}
      title={t("legend.hint")}
      onClick={() => toggleFilter(kind, name)}
    >
      {children}
      <span>{text}</span>
      <small>{count}</small>
    </button>
  );
}
