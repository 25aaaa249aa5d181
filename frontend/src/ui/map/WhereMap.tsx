/** The stays of one on a map, beside those of another. */

import { useSignal } from "@preact/signals";
import { STAYS } from "../../api/queries";
import type { EntityRef, MapStayRef } from "../../api/types";
import { formatDay, formatNumber, formatWhen, t, tn } from "../../i18n";
import { legsOf, placeKey, placesOf } from "../../model/stays";
import { network } from "../../state/exploration";
import { Failed, Spinner } from "../parts";
import { useAsk } from "../useAsk";
import { type Arrow, GeoMap, type Mark } from "./GeoMap";

const TOLD = 12;
/** More arrows than these tell nothing any more. */
const MOST_ARROWS = 150;

interface Answer {
  stays: { total: number; found: MapStayRef[] };
}

interface Props {
  caseId: string;
  id: string;
  /** Who was at the same places, named first among those to compare with. */
  others: readonly EntityRef[];
}

export function WhereMap({ caseId, id, others }: Props) {
  const other = useSignal("");
  const asked = useAsk<Answer>(STAYS, { case: caseId, entity: id });
  const now = asked.value;
  if (now.state === "failed") return <Failed error={now.error} />;
  const data = now.state === "ready" ? now.data : now.old;
  if (!data) return <Spinner />;
  const without = data.stays.found.filter((stay) => placeKey(stay) === null).length;
  if (without === data.stays.found.length) return <p class="muted">{t("map.none")}</p>;
  return (
    <>
      <Compare
        id={id}
        others={others}
        chosen={other.value}
        onChoose={(next) => (other.value = next)}
      />
      {other.value ? (
        <Beside key={other.value} caseId={caseId} id={other.value} first={data} />
      ) : (
        <Stays all={[data]} />
      )}
      {without > 0 && <p class="muted">{tn("map.without", without)}</p>}
    </>
  );
}

interface CompareProps {
  id: string;
  others: readonly EntityRef[];
  chosen: string;
  onChoose: (id: string) => void;
}

function Compare({ id, others, chosen, onChoose }: CompareProps) {
  const near = new Set(others.map((one) => one.id));
  const rest = [...network.value.nodes.values()]
    .filter((one) => one.id !== id && !near.has(one.id))
    .filter((one) => ["Person", "Vehicle", "Phone"].includes(one.schema))
    .sort((a, b) => a.caption.localeCompare(b.caption));
  return (
    <select
      aria-label={t("map.compare")}
      value={chosen}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      <option value="">{t("map.compare")}</option>
      {[...others, ...rest].map((one) => (
        <option key={one.id} value={one.id}>
          {one.caption}
        </option>
      ))}
    </select>
  );
}

function Beside({ caseId, id, first }: { caseId: string; id: string; first: Answer }) {
  const asked = useAsk<Answer>(STAYS, { case: caseId, entity: id });
  const now = asked.value;
  if (now.state === "failed") return <Failed error={now.error} />;
  const data = now.state === "ready" ? now.data : now.old;
  return <Stays all={data ? [first, data] : [first]} />;
}

function Stays({ all }: { all: readonly Answer[] }) {
  const chosen = useSignal<string | null>(null);
  const people = all.map((one) => one.stays.found);
  const names = people.map((stays) => stays[0]?.who.caption ?? "");
  const marks = people.flatMap((stays, at) =>
    placesOf(stays).map((place): Mark => {
      const { latitude, longitude, name, crossing, count } = place;
      const tone = at === 0 ? 0 : 1;
      const shape = crossing ? "crossing" : "place";
      return { key: `${place.key} ${tone}`, latitude, longitude, name, weight: count, shape, tone };
    }),
  );
  const arrows = people.flatMap((stays, at) =>
    legsOf(stays)
      .slice(0, MOST_ARROWS)
      .map(({ from, to }, step): Arrow => {
        const title = `${from.name}, ${timeOf(from)} → ${to.name}, ${timeOf(to)}`;
        const tone = at === 0 ? 0 : 1;
        return {
          key: `${tone} ${step}`,
          from: degrees(from),
          to: degrees(to),
          kind: "next",
          tone,
          width: 1.4,
          title,
        };
      }),
  );
  const place = chosen.value?.split(" ").slice(0, 2).join(" ");
  const here = people.flatMap((stays, at) =>
    stays.filter((stay) => placeKey(stay) === place).map((stay) => ({ stay, at })),
  );
  return (
    <>
      <GeoMap
        label={t("map.where", { names: names.filter(Boolean).join(", ") })}
        marks={marks}
        arrows={arrows}
        legend={people.length > 1 && <Legend names={names} />}
        chosen={chosen.value}
        onChoose={(key) => (chosen.value = key)}
      />
      {people.length > 1 && people[1]?.every((stay) => placeKey(stay) === null) && (
        <p class="muted">{t("map.noneOther", { name: names[1] ?? "" })}</p>
      )}
      <div role="status">
        {here.length > 0 && (
          <>
            <h4>{here[0]?.stay.name}</h4>
            <ul class="plain">
              {here.slice(0, TOLD).map(({ stay, at }) => (
                <li key={`${at} ${stay.from}`}>
                  {people.length > 1 && `${names[at]}: `}
                  {timeOf(stay)} ({tn("where.positions", stay.count)})
                </li>
              ))}
            </ul>
            {here.length > TOLD && (
              <p class="muted">{t("where.more", { n: formatNumber(here.length - TOLD) })}</p>
            )}
          </>
        )}
      </div>
      <p class="muted">{t("map.whereLead")}</p>
    </>
  );
}

function Legend({ names }: { names: readonly string[] }) {
  const entries = [...names, t("map.both")];
  return (
    <p class="map-key">
      {entries.map((name, at) => (
        <span key={name}>
          <i class={at === names.length ? "tone-both" : `tone-${at}`} /> {name}
        </span>
      ))}
    </p>
  );
}

function degrees({ latitude, longitude }: MapStayRef) {
  return { latitude: latitude ?? 0, longitude: longitude ?? 0 };
}

export function timeOf(stay: { from: string; to: string; exact: boolean }): string {
  const write = stay.exact ? formatWhen : formatDay;
  const [from, to] = [write(stay.from), write(stay.to)];
  return from === to ? from : `${from} – ${to}`;
}
