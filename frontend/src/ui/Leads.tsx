/** Named questions to the case, each answer with its evidence: where to look, no verdicts. */

import { useSignal } from "@preact/signals";
import { LEADS } from "../api/queries";
import type { EntityRef, Lead, LeadKind, LeadList } from "../api/types";
import { formatWhen, t, tn } from "../i18n";
import { addEntity, currentCase } from "../state/actions";
import { selectNode } from "../state/place";
import { EvidenceList } from "./Evidence";
import { SchemaIcon } from "./Icon";
import { Failed, Spinner } from "./parts";
import { useAsk } from "./useAsk";

export const KINDS: readonly LeadKind[] = [
  "CO_LOCATION",
  "CALL_BURSTS",
  "CIRCULAR_PAYMENTS",
  "SHARED_DEVICES",
  "SIM_SWAPS",
];
const TOP = 20;

export function Leads() {
  const kind = useSignal<LeadKind | "">("");
  const one = currentCase.value;
  if (!one) return null;
  return (
    <section class="leads">
      <h3>{t("leads.title")}</h3>
      <p class="muted">{t("leads.lead")}</p>
      <select
        aria-label={t("leads.choose")}
        value={kind.value}
        onChange={(event) => {
          kind.value = event.currentTarget.value as LeadKind | "";
        }}
      >
        <option value="">{t("leads.choose")}</option>
        {KINDS.map((name) => (
          <option key={name} value={name}>
            {t(`leads.${name}`)}
          </option>
        ))}
      </select>
      {kind.value && <Answers key={kind.value} caseId={one.id} kind={kind.value} />}
    </section>
  );
}

function Answers({ caseId, kind }: { caseId: string; kind: LeadKind }) {
  const asked = useAsk<{ leads: LeadList }>(LEADS, { case: caseId, kind, top: TOP });
  const now = asked.value;
  if (now.state === "failed") return <Failed error={now.error} />;
  const data = now.state === "ready" ? now.data : now.old;
  if (!data) return <Spinner />;
  const { found, total, truncated } = data.leads;
  return (
    <div role="status">
      <p class="muted">{found.length === 0 ? t("leads.none") : tn("leads.total", total)}</p>
      {truncated && <p class="muted">{t("leads.truncated")}</p>}
      <ol class="lead-list">
        {found.map((lead, place) => (
          <li key={place}>
            <Answer lead={lead} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Answer({ lead }: { lead: Lead }) {
  const opened = useSignal(false);
  const names = lead.entities.map((entity) => entity.caption);
  return (
    <details
      class="kind"
      onToggle={(event) => {
        opened.value = event.currentTarget.open;
      }}
    >
      <summary>
        {names.slice(0, 3).join(" · ")}
        {names.length > 3 && ` +${names.length - 3}`}
        <small>
          {tn("leads.count", lead.count)}
          {lead.first && `, ${formatWhen(lead.first)}`}
          {lead.last !== lead.first && ` – ${formatWhen(lead.last)}`}
        </small>
      </summary>
      {opened.value && <Opened lead={lead} />}
    </details>
  );
}

function Opened({ lead }: { lead: Lead }) {
  return (
    <>
      {lead.entities.map((entity) => (
        <button
          type="button"
          class="link-row"
          key={entity.id}
          onClick={() => void show(lead.entities, entity.id)}
        >
          <SchemaIcon schema={entity.schema} />
          <span class="grow">{entity.caption}</span>
        </button>
      ))}
      <EvidenceList statements={lead.evidence.flatMap((one) => one.statements)} naming />
    </>
  );
}

/** Put everybody in a lead on the table, and select the one asked for. */
async function show(entities: readonly EntityRef[], chosen: string): Promise<void> {
  for (const entity of entities) await addEntity(entity);
  selectNode(chosen);
}
