/** While nothing is selected: what the case holds and who stands out in it. */

import { nameOf, t, tn } from "../i18n";
import { countryColour, countryKey, inkOn } from "../model/countries";
import { currentCase } from "../state/asking";
import { network, scores } from "../state/exploration";
import { openReview } from "../state/place";
import { progress } from "../state/review";
import { Borders } from "./Borders";
import { choose, pointing } from "./EntityRow";
import { Line, SchemaIcon } from "./Icon";
import { Leads } from "./Leads";
import { Places } from "./map/Places";
import { Passengers } from "./Passengers";
import { Pattern } from "./Pattern";
import { Countries } from "./parts";
import { Structure } from "./structure/Structure";
import { Time } from "./Time";

const SHOWN = 12;

export function CasePanel() {
  const one = currentCase.value;
  return (
    <>
      <header class="side-head">
        <div class="grow">
          <h2>{one?.title || one?.id}</h2>
          {one?.authority && <p class="sub">{one.authority}</p>}
        </div>
      </header>
      {one && (
        <p class="figures in-panel">
          <span>{tn("count.entities", one.entities)}</span>
          <span>{tn("count.links", one.relationships)}</span>
          <span>{tn("count.documents", one.documents)}</span>
          <span>{tn("count.statements", one.statements)}</span>
        </p>
      )}
      <div class="side-body">
        <ToReview />
        <Leaders />
        <Structure />
        <Pattern />
        <Time />
        <Places />
        <Borders />
        <Leads />
        {one && <Passengers id={one.id} />}
        {network.value.nodes.size > 0 && <p class="muted pad-top">{t("panel.noneLead")}</p>}
      </div>
    </>
  );
}

/** What waits for a person's word, where something does. */
function ToReview() {
  const waiting = progress.value?.waiting ?? 0;
  if (waiting === 0) return null;
  return (
    <button type="button" class="end to-review-row" onClick={() => openReview()}>
      <Line name="same" />
      <span class="grow">{tn("review.waitingFor", waiting)}</span>
      <Line name="right" size={14} />
    </button>
  );
}

/** The highest scores among the people and things on the table. */
function Leaders() {
  const { metric, byId } = scores.value;
  const ranked = [...byId]
    .flatMap(([id, score]) => {
      const node = network.value.nodes.get(id);
      return node && score !== null ? [{ node, score }] : [];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN);
  const most = ranked[0]?.score ?? 0;
  if (ranked.length === 0) return null;
  return (
    <section>
      <h3>{t("panel.leaders", { metric: t(`metric.${metric}`) })}</h3>
      <ol class="leaders">
        {ranked.map(({ node, score }) => {
          const colour = countryColour(countryKey(node.countries));
          return (
            <li key={node.id}>
              <button
                type="button"
                class="link-row"
                onClick={() => void choose(node)}
                {...pointing(node.id)}
              >
                <span class="disc" style={{ background: colour, color: inkOn(colour) }}>
                  <SchemaIcon schema={node.schema} />
                </span>
                <span class="grow">
                  {node.caption}
                  <small>{nameOf(node.schema)}</small>
                </span>
                <Countries codes={node.countries} />
                <meter
                  min={0}
                  max={most || 1}
                  value={Math.max(0, score)}
                  title={score.toPrecision(3)}
                />
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
