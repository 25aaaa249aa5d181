/** The review of likely duplicates: one pair at a time, a word on each, all by keyboard. */

import { useEffect, useRef } from "preact/hooks";
import { t, tn } from "../../i18n";
import { said, skipped, unanswered } from "../../model/review";
import { version } from "../../state/asking";
import { closeReview, place } from "../../state/place";
import {
  beginReview,
  cards,
  endReview,
  fetchCard,
  followAddress,
  lookAt,
  opening,
  progress,
  session,
  spoken,
  troubles,
  watchOthers,
} from "../../state/review";
import { Line } from "../Icon";
import { Failed, IconButton, Spinner } from "../parts";
import { Pair } from "./Pair";
import { ReviewEnd } from "./ReviewEnd";
import { VerdictBar } from "./VerdictBar";

export function Review({ caseId }: { caseId: string }) {
  const { left, right } = place.value;
  const seen = useRef(version.value);
  useEffect(() => {
    void beginReview(caseId);
    const stop = watchOthers();
    return () => {
      stop();
      void endReview();
    };
  }, [caseId]);
  useEffect(followAddress, [left, right]);
  useEffect(() => {
    const at = session.peek().at;
    if (seen.current !== version.value && at) void fetchCard(at);
    seen.current = version.value;
  }, [version.value]);

  return (
    <main class="review" aria-label={t("review.title")}>
      <Head />
      <p class="hidden" role="status" aria-live="polite">
        {spoken.value}
      </p>
      <div class="review-body">
        <Troubles />
        <Body caseId={caseId} />
      </div>
      {opening.value.state === "ready" && <VerdictBar />}
    </main>
  );
}

function Body({ caseId }: { caseId: string }) {
  const now = opening.value;
  const { at } = session.value;
  if (now.state === "failed")
    return <Failed error={now.error} onRetry={() => void beginReview(caseId)} />;
  if (now.state === "loading") return <Spinner />;
  if (!at) return <ReviewEnd />;
  const card = cards.value.get(at.id);
  if (card?.state === "failed")
    return <Failed error={card.error} onRetry={() => void fetchCard(at)} />;
  const data = card?.state === "ready" ? card.data : card?.old;
  return data ? <Pair key={at.id} pair={at} data={data} /> : <Spinner />;
}

function Head() {
  return (
    <header class="review-head">
      <button type="button" class="button compact" title="Esc" onClick={closeReview}>
        <Line name="left" size={16} />
        {t("review.back")}
      </button>
      <h2>{t("review.title")}</h2>
      <Progress />
    </header>
  );
}

function Progress() {
  const now = progress.value;
  if (!now) return null;
  const onTheWay = unanswered(session.value);
  const waiting = Math.max(0, now.waiting - onTheWay);
  const judged = now.judged + onTheWay;
  const here = said(session.value);
  const off = skipped(session.value).size;
  return (
    <div class="review-progress">
      <progress
        max={Math.max(1, waiting + judged)}
        value={judged}
        aria-label={t("review.progress", { done: judged, total: waiting + judged })}
      />
      <p>
        <b>{tn("review.waiting", waiting)}</b>
        <span>{t("review.progress", { done: judged, total: waiting + judged })}</span>
        <span data-here={here}>{t("review.here", { n: here })}</span>
        {off > 0 && <span>{t("review.off", { n: off })}</span>}
        {now.automatic > 0 && (
          <span class="automatic">{t("review.automatic", { n: now.automatic })}</span>
        )}
        {now.contradictions > 0 && (
          <span class="warn">{tn("review.contradictions", now.contradictions)}</span>
        )}
      </p>
    </div>
  );
}

/** Words that were not recorded, each with a way back to its pair. */
function Troubles() {
  return (
    <>
      {troubles.value.map((one) => (
        <div class="banner bad" role="alert" key={one.pair.id}>
          <p class="grow">{one.text}</p>
          <button type="button" class="button compact" onClick={() => lookAt(one.pair)}>
            {t("review.lookAgain")}
          </button>
          <IconButton
            icon="close"
            label={t("panel.close")}
            onClick={() => {
              troubles.value = troubles.value.filter((other) => other !== one);
            }}
          />
        </div>
      ))}
    </>
  );
}
