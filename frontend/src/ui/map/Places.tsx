/** All places of a case that have coordinates, on a map with a list beside it. */

import { useSignal } from "@preact/signals";
import { PLACES } from "../../api/queries";
import type { LocationRef } from "../../api/types";
import { t, tn } from "../../i18n";
import { currentCase } from "../../state/asking";
import { pointedPlace, pointingAt } from "../../state/places";
import { EntityRow } from "../EntityRow";
import { Failed, Part, Spinner } from "../parts";
import { useAsk } from "../useAsk";
import { GeoMap } from "./GeoMap";

const LISTED = 12;

interface Answer {
  places: { total: number; elsewhere: number; found: LocationRef[] };
}

export function Places() {
  const one = currentCase.value;
  if (!one) return null;
  return (
    <section class="structure">
      <h3>{t("places.title")}</h3>
      <Part name="places" title={t("places.open")}>
        <Told caseId={one.id} />
      </Part>
    </section>
  );
}

function Told({ caseId }: { caseId: string }) {
  const chosen = useSignal<string | null>(null);
  const asked = useAsk<Answer>(PLACES, { case: caseId });
  const now = asked.value;
  if (now.state === "failed") return <Failed error={now.error} />;
  const data = now.state === "ready" ? now.data : now.old;
  if (!data) return <Spinner />;
  const { found, total, elsewhere } = data.places;
  const rest = elsewhere > 0 && <p class="muted">{tn("places.elsewhere", elsewhere)}</p>;
  if (found.length === 0)
    return (
      <>
        <p class="muted">{t("places.none")}</p>
        {rest}
      </>
    );
  const marks = found.map((place, at) => ({
    key: `${at}`,
    latitude: place.latitude,
    longitude: place.longitude,
    name: place.name,
    weight: place.positions,
    shape: "place" as const,
    tone: 0 as const,
  }));
  const here = chosen.value === null ? null : found[Number(chosen.value)];
  const choose = (key: string | null) => {
    chosen.value = key;
  };
  return (
    <>
      <GeoMap label={t("places.open")} marks={marks} chosen={chosen.value} onChoose={choose} />
      <div role="status">{here && <Here place={here} />}</div>
      <ol class="lead-list">
        {found.slice(0, LISTED).map((place, at) => (
          <li key={`${at} ${place.name}`}>
            <button
              type="button"
              class={pointedPlace.value === `${at}` ? "link-row lit" : "link-row"}
              aria-pressed={chosen.value === `${at}`}
              onClick={() => choose(chosen.value === `${at}` ? null : `${at}`)}
              {...pointingAt(`${at}`)}
            >
              <span class="grow">
                {place.name}
                <small>
                  {tn("where.positions", place.positions)}
                  {place.seenCount > 0 && ` · ${tn("count.entities", place.seenCount)}`}
                </small>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {total > LISTED && <p class="muted">{t("where.more", { n: total - LISTED })}</p>}
      {rest}
      <p class="muted">{t("where.lead")}</p>
    </>
  );
}

/** A place, and who was there most often. */
function Here({ place }: { place: LocationRef }) {
  return (
    <>
      <h4>{place.name}</h4>
      {place.place && <EntityRow entity={place.place} under={t("places.itself")} />}
      {place.seenCount === 0 && <p class="muted">{t("places.nobody")}</p>}
      {place.seen.map((one) => (
        <EntityRow key={one.id} entity={one} />
      ))}
      {place.seenCount > place.seen.length && (
        <p class="muted">{t("where.more", { n: place.seenCount - place.seen.length })}</p>
      )}
    </>
  );
}
