/** Why a pair is asked about: the likelihood, the reasons with their weights as bars,
 * and the words said on it before. */

import type { Candidate, Judgement, Reason } from "../../api/types";
import { formatNumber, formatWhen, reasonOf, t } from "../../i18n";
import { barOf } from "../../model/review";
import { Line } from "../Icon";

export function percent(score: number): string {
  return `${formatNumber(Math.round(score * 100))} %`;
}

export function Reasons({ data }: { data: Candidate }) {
  const weighed = data.evidence.some((one) => one.weight !== 0);
  const reasons = weighed
    ? [...data.evidence].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    : data.evidence;
  return (
    <section>
      <h3>{t("review.reasons")}</h3>
      {data.score !== null && <Score score={data.score} />}
      {reasons.length === 0 && <p class="muted">{t("review.noReasons")}</p>}
      {weighed && (
        <p class="axis" aria-hidden="true">
          <span>← {t("review.against")}</span>
          <span>{t("review.for")} →</span>
        </p>
      )}
      <ul class={weighed ? "reasons weighed" : "reasons"}>
        {reasons.map((one) => (
          <ReasonRow
            key={`${one.feature} ${one.text}`}
            reason={one}
            share={barOf(
              one.weight,
              reasons.map((other) => other.weight),
            )}
            weighed={weighed}
          />
        ))}
      </ul>
    </section>
  );
}

function Score({ score }: { score: number }) {
  return (
    <p class="score">
      <meter min={0} max={1} value={score} aria-hidden="true" />
      <b>{percent(score)}</b> <span>{t("review.score")}</span>
    </p>
  );
}

interface RowProps {
  reason: Reason;
  share: number;
  weighed: boolean;
}

/** One reason: its bar goes right of the axis where it speaks for, left against. */
function ReasonRow({ reason, share, weighed }: RowProps) {
  const { weight, text } = reason;
  const width = `${(share * 50).toFixed(1)}%`;
  const speaks = weight > 0 ? "review.for" : weight < 0 ? "review.against" : "review.neither";
  return (
    <li>
      <span class="reason-text">{reasonOf(text)}</span>
      {weighed && (
        <>
          <b class="weight" title={t("review.bits")}>
            {weight > 0 ? "+" : weight < 0 ? "−" : ""}
            {formatNumber(Math.round(Math.abs(weight) * 10) / 10)}
            <span class="hidden">
              {t("review.bits")}, {t(speaks)}
            </span>
          </b>
          <span class="bar-track" aria-hidden="true">
            <i
              class={weight >= 0 ? "bar-for" : "bar-against"}
              style={weight >= 0 ? { left: "50%", width } : { right: "50%", width }}
            />
          </span>
        </>
      )}
    </li>
  );
}

/** What was said on the pair so far. */
export function Words({ judgements }: { judgements: readonly Judgement[] }) {
  if (judgements.length === 0) return null;
  return (
    <section>
      <h3>{t("review.words")}</h3>
      <ul class="words">
        {judgements.map((one) => (
          <li key={one.id}>
            <Word judgement={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One judgement: what was said, by whom and when, how sure, and why. */
export function Word({ judgement: one }: { judgement: Judgement }) {
  return (
    <div class="word">
      <p>
        <b class={`verdict ${one.verdict}`}>{t(`judge.${one.verdict}`)}</b>
        {one.score !== null && <span> · {percent(one.score)}</span>}
      </p>
      {one.explanation && (
        <p class="reason-text">{one.automatic ? reasonOf(one.explanation) : one.explanation}</p>
      )}
      <p class="muted">
        <Line name={one.automatic ? "layout" : "user"} size={13} />{" "}
        {t(one.automatic ? "review.byResolver" : "review.byPerson", {
          user: one.author,
          when: formatWhen(one.at),
        })}
      </p>
    </div>
  );
}
