/** What crosses borders: a matrix and a picture of flows, each pair with its evidence. */

import { useSignal } from "@preact/signals";
import { BORDER_PAIR, BORDERS } from "../api/queries";
import type { BorderPairRef, BordersRef, EntityRef, RelationshipRef } from "../api/types";
import { areaName, formatNumber, nameOf, t, tn, viewName } from "../i18n";
import { countryColour, countryKey } from "../model/countries";
import { flowPicture, outlineOf } from "../model/flows";
import { currentCase } from "../state/asking";
import { addEntity } from "../state/growing";
import { selectLink } from "../state/place";
import { EntityRow } from "./EntityRow";
import { Line, SchemaIcon } from "./Icon";
import { Matrix, short } from "./Matrix";
import { FlowMap } from "./map/FlowMap";
import { Failed, Part, Spinner } from "./parts";
import { useAsk } from "./useAsk";

const WIDTH = 180;
const ROW = 30;

interface Chosen {
  from: string;
  to: string;
}

interface Answer {
  crossBorder: BordersRef;
  borderViews: { id: string; title: string }[];
}

export function Borders() {
  const one = currentCase.value;
  if (!one) return null;
  return (
    <section class="structure borders">
      <h3>{t("borders.title")}</h3>
      <Part name="borders" title={t("borders.open")}>
        <Table caseId={one.id} />
      </Part>
    </section>
  );
}

function Table({ caseId }: { caseId: string }) {
  const view = useSignal("apart");
  const chosen = useSignal<Chosen | null>(null);
  const asked = useAsk<Answer>(BORDERS, { case: caseId, view: view.value });
  const now = asked.value;
  if (now.state === "failed") return <Failed error={now.error} />;
  const data = now.state === "ready" ? now.data : now.old;
  if (!data) return <Spinner />;
  const { matrix, areas, notes } = data.crossBorder;
  const names = new Map(areas.map((area) => [area.code, areaName(area.code, area.name)]));
  const pair = matrix.find((one) => same(one, chosen.value));
  const choose = (next: Chosen | null) => {
    chosen.value = next && { from: next.from, to: next.to };
  };
  return (
    <>
      <select
        aria-label={t("borders.view")}
        value={view.value}
        onChange={(event) => {
          view.value = event.currentTarget.value;
          chosen.value = null;
        }}
      >
        {data.borderViews.map((one) => (
          <option key={one.id} value={one.id}>
            {viewName(one.id, one.title)}
          </option>
        ))}
      </select>
      {matrix.length === 0 ? (
        <p class="muted">{t("borders.none")}</p>
      ) : (
        <>
          <Matrix
            label={t("borders.matrix")}
            flows={matrix}
            names={names}
            chosen={chosen.value}
            onChoose={choose}
          />
          <Flows flows={matrix} names={names} chosen={chosen.value} />
          <Part name="flow-map" title={t("map.open")}>
            <FlowMap
              flows={matrix}
              names={names}
              noted={notes.length > 0}
              chosen={chosen.value}
              onChoose={choose}
            />
          </Part>
        </>
      )}
      {notes.length > 0 && <p class="footnote">{t("country.footnote")}</p>}
      {pair && (
        <Pair
          caseId={caseId}
          view={view.value}
          pair={pair}
          names={names}
          key={`${pair.from} ${pair.to}`}
        />
      )}
      <p class="muted">{t("borders.lead")}</p>
    </>
  );
}

function same(one: Chosen, other: Chosen | null): boolean {
  return other !== null && one.from === other.from && one.to === other.to;
}

interface PictureProps {
  flows: readonly BorderPairRef[];
  names: ReadonlyMap<string, string>;
  chosen: Chosen | null;
}

/** Bands from left to right, as wide as there are links. */
function Flows({ flows, names, chosen }: PictureProps) {
  const height = Math.max(90, names.size * ROW);
  const picture = flowPicture(flows, [...names.keys()], height);
  const colour = (code: string) => countryColour(countryKey([code]));
  return (
    <figure class="flows">
      <svg
        viewBox={`-48 -8 ${WIDTH + 96} ${height + 16}`}
        role="img"
        aria-label={t("borders.flows")}
      >
        {picture.bands.map((band) => (
          <path
            key={`${band.from} ${band.to}`}
            d={outlineOf(band, WIDTH)}
            fill={colour(band.from)}
            class={chosen && !same(band, chosen) ? "off" : ""}
          >
            <title>
              {`${names.get(band.from)} → ${names.get(band.to)}: ${tn("count.links", band.count)}`}
            </title>
          </path>
        ))}
        {picture.left.map((one) => (
          <text key={one.code} x={-6} y={one.top + one.height / 2} class="before">
            {short(one.code)}
          </text>
        ))}
        {picture.right.map((one) => (
          <text key={one.code} x={WIDTH + 6} y={one.top + one.height / 2}>
            {short(one.code)}
          </text>
        ))}
      </svg>
    </figure>
  );
}

interface PairProps {
  caseId: string;
  view: string;
  pair: BorderPairRef;
  names: ReadonlyMap<string, string>;
}

/** One pair of areas: kinds, sums, persons, and the relationships themselves. */
function Pair({ caseId, view, pair, names }: PairProps) {
  const { from, to } = pair;
  const asked = useAsk<{
    crossBorder: { matrix: { persons: EntityRef[]; edges: RelationshipRef[] }[] };
  }>(BORDER_PAIR, { case: caseId, view, from, to });
  const now = asked.value;
  const found = now.state === "ready" ? now.data.crossBorder.matrix[0] : null;
  return (
    <div role="status">
      <h4>
        {names.get(from)} → {names.get(to)}
      </h4>
      <ul class="plain">
        {pair.kinds.map((kind) => (
          <li key={kind.name}>
            {nameOf(kind.name)} <b>{formatNumber(kind.count)}</b>
          </li>
        ))}
        {pair.money.map((sum) => (
          <li key={sum.currency}>
            {t("borders.paid")}{" "}
            <b>
              {formatNumber(sum.amount)} {sum.currency}
            </b>{" "}
            ({tn("borders.payments", sum.payments)})
          </li>
        ))}
        <li>{tn("borders.persons", pair.personCount)}</li>
      </ul>
      {now.state === "failed" && <Failed error={now.error} />}
      {now.state === "loading" && <Spinner />}
      {found && (
        <ul class="links">
          {found.edges.map((edge) => (
            <li key={edge.id}>
              <button type="button" class="link-row" onClick={() => void show(edge)}>
                <SchemaIcon schema={edge.source.schema} />
                <span class="grow">
                  {edge.source.caption} <Line name="right" size={12} /> {edge.target.caption}
                  <small>{nameOf(edge.schema)}</small>
                </span>
                {edge.count > 1 && <small class="times">×{edge.count}</small>}
              </button>
            </li>
          ))}
          {found.persons.map((person) => (
            <li key={person.id}>
              <EntityRow entity={person} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Put both ends on the table, and open the relationship with its evidence. */
async function show(edge: RelationshipRef): Promise<void> {
  await addEntity(edge.source);
  await addEntity(edge.target);
  selectLink(edge.id);
}
