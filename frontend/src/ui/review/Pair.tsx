/** Two records side by side, what speaks for and against their being one, and whom both
 * are linked to. */

import { useEffect, useRef } from "preact/hooks";
import type { Candidate, EntityRef, Side } from "../../api/types";
import { formatWhen, nameOf, t, tn } from "../../i18n";
import { countryColour, countryKey, inkOn } from "../../model/countries";
import { isWaiting, type Waiting } from "../../model/review";
import { formatPlace, NOWHERE } from "../../model/route";
import { place } from "../../state/place";
import { anyway, goOn, personsWord, session } from "../../state/review";
import { SchemaIcon } from "../Icon";
import { Countries } from "../parts";
import { Comparisons } from "./Comparisons";
import { Reasons, Words } from "./Reasons";

export function Pair({ pair, data }: { pair: Waiting; data: Candidate }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const inside = document.activeElement;
    if (!inside || inside === document.body) heading.current?.focus();
  }, []);
  const turned = data.leftId !== pair.left;
  const [left, right] = turned ? [data.right, data.left] : [data.left, data.right];
  return (
    <article class="pair-card">
      <h2 class="hidden" ref={heading} tabIndex={-1}>
        {t("review.ask", { left: left.caption || left.id, right: right.caption || right.id })}
      </h2>
      {!isWaiting(session.value) && <Settled data={data} pair={pair} />}
      <div class="pair-columns">
        <div class="pair-main">
          <div class="pair-heads">
            <Head side={left} word={t("review.left")} />
            <Head side={right} word={t("review.right")} />
          </div>
          <Comparisons data={data} turned={turned} />
        </div>
        <aside class="pair-aside">
          <Reasons data={data} />
          <Shared entities={data.shared} />
          <Words judgements={data.judgements} />
        </aside>
      </div>
    </article>
  );
}

function inNetwork(id: string): string {
  return formatPlace({ ...NOWHERE, caseId: place.value.caseId, node: id });
}

function Head({ side, word }: { side: Side; word: string }) {
  const colour = countryColour(countryKey(side.countries));
  return (
    <section class="pair-head" aria-label={word}>
      <span class="disc large" style={{ background: colour, color: inkOn(colour) }}>
        <SchemaIcon schema={side.schema} size={22} />
      </span>
      <div class="grow">
        <h3>
          <a class="link" href={inNetwork(side.id)} title={t("panel.focus")}>
            {side.caption || side.id}
          </a>
        </h3>
        <p class="sub">
          {nameOf(side.schema)} <Countries codes={side.countries} />
          {side.mergedFrom.length > 1 && (
            <span>{t("panel.merged", { n: side.mergedFrom.length })}</span>
          )}
        </p>
      </div>
    </section>
  );
}

function Shared({ entities }: { entities: readonly EntityRef[] }) {
  return (
    <section>
      <h3>
        {t("review.shared")} <small>{entities.length}</small>
      </h3>
      {entities.length === 0 && <p class="muted">{t("review.noShared")}</p>}
      <ul class="shared">
        {entities.map((one) => (
          <li key={one.id}>
            <a class="link-row" href={inNetwork(one.id)}>
              <SchemaIcon schema={one.schema} />
              <span class="grow">
                {one.caption || one.id}
                <small>{nameOf(one.schema)}</small>
              </span>
              <Countries codes={one.countries} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The pair looked at no longer waits: why, and what can be done. */
function Settled({ data, pair }: { data: Candidate; pair: Waiting }) {
  const word = personsWord(data);
  const one = data.left.id === data.right.id;
  const text = one
    ? t("review.isOne")
    : word
      ? t("review.judgedBy", {
          user: word.author,
          verdict: t(`judge.${word.verdict}`),
          when: formatWhen(word.at),
        })
      : t("review.notAsked");
  const left = session.value.waiting.length;
  return (
    <div class="banner" role="status">
      <p class="grow">{text}</p>
      {!one && anyway.value !== pair.id && (
        <button
          type="button"
          class="button compact"
          onClick={() => {
            anyway.value = pair.id;
          }}
        >
          {t("review.anyway")}
        </button>
      )}
      <button type="button" class="button compact primary" title="Enter" onClick={goOn}>
        {left > 0 ? `${t("review.next")} (${tn("review.waiting", left)})` : t("review.next")}
      </button>
    </div>
  );
}
