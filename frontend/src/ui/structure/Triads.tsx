/** What triples of members look like: the sixteen classes, drawn, with their counts. */

import { TRIADS as QUERY } from "../../api/queries";
import { formatNumber, t } from "../../i18n";
import type { Key } from "../../i18n/en";
import { arrowsOf, cornersOf, lineOf, TRIADS, UNDIRECTED } from "../../model/triads";
import { directed, placing } from "../../state/structure";
import { Computing } from "../Computing";
import { useComputed } from "../useComputed";

const SIZE = 48;
const DOT = 4;

interface Answer {
  triads: { name: string; count: number }[];
}

export function Triads({ caseId }: { caseId: string }) {
  const computed = useComputed<Answer>(QUERY, placing(caseId));
  return <Computing of={computed}>{(data) => <Census counts={data.triads} />}</Computing>;
}

function Census({ counts }: { counts: Answer["triads"] }) {
  const known = new Map(counts.map((one) => [one.name, one.count]));
  const all = counts.reduce((sum, one) => sum + one.count, 0);
  if (all === 0) return <p class="muted">{t("triads.none")}</p>;
  return (
    <>
      <p class="muted">{t("triads.lead")}</p>
      {!directed.value && <p class="muted">{t("triads.undirected")}</p>}
      <Head />
      <ul class="triads">
        {(directed.value ? TRIADS : UNDIRECTED).map((name) => (
          <li key={name} title={t(`triads.${name}` as Key)}>
            <Triad name={name} />
            <b>{formatNumber(known.get(name) ?? 0)}</b>
            <small>
              {name} {t(`triads.${name}` as Key)}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}

function Triad({ name }: { name: string }) {
  const corners = cornersOf(SIZE);
  return (
    <svg viewBox={`0 0 ${SIZE} ${SIZE}`} aria-hidden="true">
      {arrowsOf(name).map(([from, to]) => (
        <line
          key={`${from}${to}`}
          {...lineOf(corners[from], corners[to], DOT + 2)}
          marker-end={directed.value ? "url(#triad-head)" : undefined}
        />
      ))}
      {Object.entries(corners).map(([member, [x, y]]) => (
        <circle key={member} cx={x} cy={y} r={DOT} />
      ))}
    </svg>
  );
}

/** The arrow's head that all drawings share. */
function Head() {
  return (
    <svg class="triad-head" width="0" height="0" aria-hidden="true">
      <defs>
        <marker
          id="triad-head"
          viewBox="0 0 6 6"
          refX="5"
          refY="3"
          markerWidth="5"
          markerHeight="5"
          orient="auto"
        >
          <path d="M0 0L6 3L0 6Z" />
        </marker>
      </defs>
    </svg>
  );
}
