/** Where somebody or something was, from when to when, and over which borders. */

import { WHEREABOUTS } from "../api/queries";
import type { LegRef, StayRef, TogetherRef } from "../api/types";
import { formatDay, formatWhen, t, tn } from "../i18n";
import { type MaybeDegrees, placeKey } from "../model/stays";
import { selectNode } from "../state/place";
import { pointedPlace, pointingAt } from "../state/places";
import { EntityRow } from "./EntityRow";
import { EvidenceList } from "./Evidence";
import { timeOf, WhereMap } from "./map/WhereMap";
import { Failed, Part, Spinner } from "./parts";
import { useAsk } from "./useAsk";

interface Answer {
  stays: { total: number; found: StayRef[] };
  together: TogetherRef[];
  route: LegRef[];
}

export function Whereabouts({ caseId, id }: { caseId: string; id: string }) {
  const asked = useAsk<Answer>(WHEREABOUTS, { case: caseId, entity: id });
  const now = asked.value;
  if (now.state === "failed") return <Failed error={now.error} />;
  const found = now.state === "ready" ? now.data : now.old;
  if (!found) return <Spinner />;
  const { stays, together, route } = found;
  if (stays.total === 0) return <p class="muted">{t("where.none")}</p>;
  const others = together.map((pair) => (pair.one.id === id ? pair.other : pair.one));
  return (
    <>
      <WhereMap caseId={caseId} id={id} others={others} />
      {route.length > 0 && (
        <>
          <h4>{t("where.route")}</h4>
          <ol class="lead-list">
            {route.map((leg, at) => (
              <li key={at}>
                {leg.unrecorded && <p class="warning">{t("where.unrecorded")}</p>}
                <Leg leg={leg} />
              </li>
            ))}
          </ol>
        </>
      )}
      {together.length > 0 && (
        <>
          <h4>{t("where.together")}</h4>
          <ol class="lead-list">
            {together.map((pair) => (
              <li key={`${pair.one.id} ${pair.other.id}`}>
                <Beside pair={pair} id={id} />
              </li>
            ))}
          </ol>
          <p class="muted">{t("where.togetherLead")}</p>
        </>
      )}
      <h4>{t("where.stays")}</h4>
      {stays.found.map((stay, at) => (
        <Stay key={at} stay={stay} />
      ))}
      {stays.total > stays.found.length && (
        <p class="muted">{t("where.more", { n: stays.total - stays.found.length })}</p>
      )}
      <p class="muted">{t("where.lead")}</p>
    </>
  );
}

/** A stay with its evidence; its place is lit on the map while it is pointed at. */
function Stay({ stay }: { stay: StayRef }) {
  return (
    <div {...onMap(stay)}>
      <Part title={`${stay.name} · ${timeOf(stay)}`}>
        <p class="muted">{tn("where.positions", stay.count)}</p>
        <EvidenceList statements={stay.evidence.flatMap((one) => one.statements)} naming />
      </Part>
    </div>
  );
}

/** What lights a row's place on the map, and the row while the place is pointed at. */
function onMap(place: MaybeDegrees) {
  const at = placeKey(place);
  if (at === null) return { class: "stay" };
  const key = `${at} 0`;
  return { class: pointedPlace.value === key ? "stay lit" : "stay", ...pointingAt(key) };
}

/** Who else was there, on how many days, and where the first times. */
function Beside({ pair, id }: { pair: TogetherRef; id: string }) {
  const other = pair.one.id === id ? pair.other : pair.one;
  const occasions = pair.occasions
    .slice(0, 3)
    .map((one) => `${one.name}, ${formatDay(one.from)}`)
    .join("; ");
  return <EntityRow entity={other} under={`${tn("where.days", pair.days)}: ${occasions}`} />;
}

function Leg({ leg }: { leg: LegRef }) {
  const { way, from, exact } = leg.position;
  const words = way === "entry" || way === "exit" ? t(`where.${way}`) : t("where.crossing");
  return (
    <p {...onMap(leg.position)}>
      {exact ? formatWhen(from) : formatDay(from)} · {leg.name} · {words}
      {leg.companions.map((one) => (
        <button type="button" class="link" key={one.id} onClick={() => selectNode(one.id)}>
          {" "}
          {one.caption}
        </button>
      ))}
    </p>
  );
}
