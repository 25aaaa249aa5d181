/** One link: its two ends, when and how often, and every statement it rests on. */

import { LINK_DETAIL } from "../api/queries";
import type { EntityRef, Relationship } from "../api/types";
import { nameOf, t, tn } from "../i18n";
import { countryColour, countryKey, inkOn } from "../model/countries";
import { selectLink, selectNode } from "../state/place";
import { EvidenceList } from "./Evidence";
import { Line, SchemaIcon } from "./Icon";
import { Countries, Empty, Failed, IconButton, Spinner } from "./parts";
import { useAsk } from "./useAsk";

interface Answer {
  node: Relationship | null;
}

export function LinkPanel({ id }: { id: string }) {
  const asked = useAsk<Answer>(LINK_DETAIL, { id });
  const now = asked.value;
  if (now.state === "failed") return <Failed error={now.error} />;
  const link = now.state === "ready" ? now.data.node : now.old?.node;
  if (!link?.source) {
    return now.state === "loading" ? <Spinner /> : <Empty title={t("error.NOT_FOUND")} />;
  }
  return <LinkCard link={link} />;
}

function LinkCard({ link }: { link: Relationship }) {
  const when = [link.start, link.end].map((at) => at?.slice(0, 10)).filter(Boolean);
  return (
    <>
      <header class="side-head">
        <span class={link.crossBorder ? "disc large plain cross" : "disc large plain"}>
          <Line name={link.crossBorder ? "border" : "path"} size={22} />
        </span>
        <div class="grow">
          <h2 tabIndex={-1}>{nameOf(link.schema)}</h2>
          <p class="sub">
            {tn("panel.linkTimes", link.count)}
            {when.length > 0 && <> · {[...new Set(when)].join(" – ")}</>}
            {link.crossBorder && <strong class="cross"> · {t("legend.crossBorder")}</strong>}
          </p>
        </div>
        <IconButton icon="close" label={t("panel.close")} onClick={() => selectLink(null)} />
      </header>
      <div class="side-body">
        <End entity={link.source} word={t("panel.from")} />
        <End entity={link.target} word={t("panel.to")} />
        <section>
          <h3>
            {t("panel.evidence")} <small>{link.statements.length}</small>
          </h3>
          <EvidenceList statements={link.statements} naming />
        </section>
      </div>
    </>
  );
}

function End({ entity, word }: { entity: EntityRef; word: string }) {
  const colour = countryColour(countryKey(entity.countries));
  return (
    <button type="button" class="end" onClick={() => selectNode(entity.id)}>
      <small>{word}</small>
      <span class="disc" style={{ background: colour, color: inkOn(colour) }}>
        <SchemaIcon schema={entity.schema} />
      </span>
      <span class="grow">{entity.caption || entity.id}</span>
      <Countries codes={entity.countries} />
    </button>
  );
}
