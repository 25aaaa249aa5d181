/** How many links of each kind there are, before any is fetched. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { SchemaCount } from "../api/types";
import { nameOf, t } from "../i18n";
import { network } from "../state/exploration";
import { type ExpandPage, expandNode, PAGE } from "../state/growing";

interface Progress {
  readonly shown: number;
  readonly total: number;
  readonly next: string | null;
}

/** Links of `id` that are on the table already, by kind. */
function present(id: string): Map<string, number> {
  const count = new Map<string, number>();
  for (const edge of network.value.edges.values()) {
    if (edge.source === id || edge.target === id)
      count.set(edge.schema, (count.get(edge.schema) ?? 0) + 1);
  }
  return count;
}

export function ExpandMenu({ id, degree }: { id: string; degree: readonly SchemaCount[] }) {
  const total = degree.reduce((sum, one) => sum + one.count, 0);
  const first = useRef<HTMLUListElement>(null);
  useEffect(() => {
    first.current?.querySelector("button")?.focus({ preventScroll: true });
  }, []);
  const here = present(id);
  const known = [...here.values()].reduce((a, b) => a + b, 0);
  if (total === 0) return <p class="expand muted pad">{t("expand.none")}</p>;
  if (known >= total) return <p class="expand muted pad">{t("expand.done", { n: total })}</p>;
  return (
    <div class="expand">
      {total > PAGE && <p class="hint">{t("expand.hub", { n: PAGE })}</p>}
      <ul ref={first} aria-label={t("expand.title")}>
        {degree.length > 1 && <Choice id={id} schema={null} total={total} here={known} />}
        {degree.map((one) => (
          <Choice
            key={one.name}
            id={id}
            schema={one.name}
            total={one.count}
            here={here.get(one.name) ?? 0}
          />
        ))}
      </ul>
    </div>
  );
}

interface ChoiceProps {
  id: string;
  schema: string | null;
  total: number;
  here: number;
}

function Choice({ id, schema, total, here }: ChoiceProps) {
  const progress = useSignal<Progress | null>(null);
  const busy = useSignal(false);
  const now = progress.value;
  const complete = here >= total || (now !== null && now.next === null);

  async function expand(): Promise<void> {
    busy.value = true;
    const before = progress.value?.shown ?? 0;
    const page: ExpandPage | null = await expandNode(id, schema, progress.value?.next ?? null);
    if (page) progress.value = { ...page, shown: before + page.shown };
    busy.value = false;
  }

  const shown = Math.max(here, now?.shown ?? 0);
  return (
    <li>
      <button
        type="button"
        class="choice"
        data-schema={schema ?? "*"}
        disabled={busy.value || complete}
        onClick={() => void expand()}
      >
        <span class="grow">
          {schema ? nameOf(schema) : t("expand.all")}
          <small>
            {complete
              ? t("expand.complete")
              : now
                ? t("expand.partial", { shown: now.shown, total })
                : shown > 0
                  ? `${shown} / ${total}`
                  : ""}
          </small>
        </span>
        <b>{now?.next ? t("expand.more", { n: Math.min(PAGE, total - now.shown) }) : total}</b>
      </button>
    </li>
  );
}
