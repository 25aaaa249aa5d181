/** The links of one entity, kind by kind, each opened on demand in pages. */

import { useSignal } from "@preact/signals";
import { ask } from "../api/client";
import { RELATIONSHIPS } from "../api/queries";
import type { EntityDetail, RelationshipPage, RelationshipRef, SchemaCount } from "../api/types";
import { nameOf, t } from "../i18n";
import { PAGE } from "../state/growing";
import { selectLink } from "../state/place";
import { tell } from "../state/session";
import { Line, SchemaIcon } from "./Icon";
import { Countries, Spinner } from "./parts";
import { useAsk } from "./useAsk";

const OPEN_UP_TO = 12;

interface Answer {
  entity: { relationships: RelationshipPage } | null;
}

export function LinkList({ entity }: { entity: EntityDetail }) {
  const total = entity.degree.reduce((sum, one) => sum + one.count, 0);
  return (
    <section>
      <h3>
        {t("panel.links")} <small>{total}</small>
      </h3>
      {total === 0 && <p class="muted">{t("panel.noLinks")}</p>}
      {entity.degree.map((one) => (
        <LinksOfKind key={one.name} id={entity.id} kind={one} open={total <= OPEN_UP_TO} />
      ))}
    </section>
  );
}

function LinksOfKind({ id, kind, open }: { id: string; kind: SchemaCount; open: boolean }) {
  const opened = useSignal(open);
  return (
    <details
      class="kind"
      open={open}
      onToggle={(event) => {
        opened.value = event.currentTarget.open;
      }}
    >
      <summary>
        {nameOf(kind.name)} <small>{kind.count}</small>
      </summary>
      {opened.value && <Page id={id} schema={kind.name} />}
    </details>
  );
}

function Page({ id, schema }: { id: string; schema: string }) {
  const variables = { id, schemata: [schema], first: PAGE, after: null };
  const asked = useAsk<Answer>(RELATIONSHIPS, variables);
  const more = useSignal<RelationshipPage[]>([]);
  const now = asked.value;
  if (now.state === "loading" && !now.old) return <Spinner />;
  if (now.state === "failed") return <p class="problem">{t("error.title")}</p>;
  const first = (now.state === "ready" ? now.data : now.old)?.entity?.relationships;
  if (!first) return null;
  const last = more.value.at(-1) ?? first;
  const links = [first, ...more.value].flatMap((page) => page.edges.map((edge) => edge.node));

  async function next(): Promise<void> {
    try {
      const after = last.pageInfo.endCursor;
      const answer = await ask<Answer>(RELATIONSHIPS, { ...variables, after });
      if (answer.entity) more.value = [...more.value, answer.entity.relationships];
    } catch (error) {
      tell(error);
    }
  }

  return (
    <>
      <ul class="links">
        {links.map((link) => (
          <LinkRow key={link.id} link={link} from={id} />
        ))}
      </ul>
      {last.pageInfo.hasNextPage && (
        <button type="button" class="button compact" onClick={() => void next()}>
          {t("panel.more")} ({links.length} / {first.totalCount})
        </button>
      )}
    </>
  );
}

export function LinkRow({ link, from }: { link: RelationshipRef; from: string }) {
  const outward = link.source.id === from;
  const other = outward ? link.target : link.source;
  const when = [link.start, link.end].filter(Boolean).map((at) => at?.slice(0, 10));
  return (
    <li>
      <button type="button" class="link-row" onClick={() => selectLink(link.id)}>
        <span class={outward ? "way" : "way back"}>
          <Line name={outward ? "right" : "left"} size={14} />
        </span>
        <SchemaIcon schema={other.schema} />
        <span class="grow">
          {other.caption || other.id}
          {when.length > 0 && <small>{[...new Set(when)].join(" – ")}</small>}
        </span>
        {link.count > 1 && <small class="times">×{link.count}</small>}
        <Countries codes={other.countries} />
        {link.crossBorder && (
          <span class="across" title={t("legend.crossBorder")}>
            <Line name="border" size={14} />
          </span>
        )}
      </button>
    </li>
  );
}
