/** Named questions to the case, each answer with its evidence: where to look, no verdicts. */

import { useSignal } from "@preact/signals";
import { LEADS } from "../api/queries";
import type { EntityRef, Lead, LeadKind, LeadList } from "../api/types";
import { formatWhen, offenceOf, t, tn } from "../i18n";
import { offences } from "../i18n/offences";
import { currentCase } from "../state/asking";
import { addEntity } from "../state/growing";
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
  "TRAVELLING_TOGETHER",
  "BROKEN_ROUTES",
  "LATE_CHANGES",
  "WATCHED_TRAVELLERS",
];
/** Questions to passenger data, which name the offence that they are asked for. */
const OF_PASSENGERS: ReadonlySet<LeadKind> = new Set<LeadKind>([
  "TRAVELLING_TOGETHER",
  "BROKEN_ROUTES",
  "LATE_CHANGES",
  "WATCHED_TRAVELLERS",
]);
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
      {kind.value &&
        (OF_PASSENGERS.has(kind.value) ? (
          <OfPassengers key={kind.value} caseId={one.id} kind={kind.value} />
        ) : (
          <Answers key={kind.value} caseId={one.id} kind={kind.value} />
        ))}
    </section>
  );
}

/** Ask for the offence, and for what is watched, before passenger data are looked into. */
function OfPassengers({ caseId, kind }: { caseId: string; kind: LeadKind }) {
  const offence = useSignal("");
  const watch = useSignal("");
  const put = useSignal<Thresholds | null>(null);
  const watches = kind === "WATCHED_TRAVELLERS";
  const lines = watch.value.split("\n").filter((line) => line.trim());
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          put.value = { offence: offence.value, watch: watches ? lines : [] };
        }}
      >
        <p class="muted">{t("leads.offenceLead")}</p>
        <select
          aria-label={t("leads.offence")}
          value={offence.value}
          onChange={(event) => {
            offence.value = event.currentTarget.value;
          }}
        >
          <option value="">{t("leads.offence")}</option>
          {Object.keys(offences).map((code) => (
            <option key={code} value={code}>
              {offenceOf(code)}
            </option>
          ))}
        </select>
        {watches && (
          <textarea
            aria-label={t("leads.watch")}
            placeholder={t("leads.watch")}
            rows={3}
            value={watch.value}
            onInput={(event) => {
              watch.value = event.currentTarget.value;
            }}
          />
        )}
        <button type="submit" disabled={!offence.value || (watches && lines.length === 0)}>
          {t("leads.ask")}
        </button>
      </form>
      {put.value && <Answers caseId={caseId} kind={kind} thresholds={put.value} />}
    </>
  );
}

interface Thresholds {
  offence: string;
  watch: string[];
}

interface Put {
  caseId: string;
  kind: LeadKind;
  thresholds?: Thresholds;
}

function Answers({ caseId, kind, thresholds }: Put) {
  const asked = useAsk<{ leads: LeadList }>(LEADS, { case: caseId, kind, top: TOP, thresholds });
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
