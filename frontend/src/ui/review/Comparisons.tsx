/** Both records property by property: differences marked by colour and sign, values as
 * they are written, and the sentences behind them. */

import { useSignal } from "@preact/signals";
import type { Agreement, Candidate, Comparison, PropertyValue } from "../../api/types";
import { nameOf, t } from "../../i18n";
import { asWritten, inReviewOrder, isCommon } from "../../model/comparison";
import { differing } from "../../model/review";
import { EvidenceList } from "../Evidence";
import { Line } from "../Icon";
import { wordsOf } from "../values";

const SIGNS: Record<Agreement, string> = {
  SAME: "=",
  SIMILAR: "≈",
  DIFFERENT: "≠",
  ONE_SIDED: "–",
};

export function Comparisons({ data, turned }: { data: Candidate; turned: boolean }) {
  const rows = inReviewOrder(data.comparisons).map((one) =>
    turned ? { ...one, left: one.right, right: one.left } : one,
  );
  return (
    <table class="compare">
      <caption class="hidden">{t("review.table")}</caption>
      <thead class="hidden">
        <tr>
          <th scope="col">{t("review.property")}</th>
          <th scope="col">{t("review.left")}</th>
          <th scope="col">{t("review.agreement")}</th>
          <th scope="col">{t("review.right")}</th>
        </tr>
      </thead>
      {rows.map((row) => (
        <Row key={row.property} row={row} />
      ))}
    </table>
  );
}

function Row({ row }: { row: Comparison }) {
  const open = useSignal(false);
  const toggle = () => {
    open.value = !open.value;
  };
  const count = [...row.left, ...row.right].reduce((sum, one) => sum + one.statements.length, 0);
  const word = t(`review.${row.agreement}`);
  return (
    <tbody class={`agree ${row.agreement}`}>
      <tr>
        <th scope="row">
          <button type="button" class="row-toggle" aria-expanded={open.value} onClick={toggle}>
            <Line name="right" size={13} />
            <span class="grow">{nameOf(row.property)}</span>
            <small title={t("panel.statements", { n: count })}>
              <span class="hidden">{t("panel.statements", { n: count })}</span>
              <span aria-hidden="true">{count}</span>
            </small>
          </button>
        </th>
        <td class="side-left">
          <Values row={row} side="left" onOpen={toggle} />
        </td>
        <td class="sign" title={word}>
          <b aria-hidden="true">{SIGNS[row.agreement]}</b>
          <span class="hidden">{word}</span>
        </td>
        <td class="side-right">
          <Values row={row} side="right" onOpen={toggle} />
        </td>
      </tr>
      {open.value && (
        <tr class="behind">
          <td colSpan={4}>
            <div class="behind-sides">
              {(["left", "right"] as const).map((side) => (
                <section key={side} aria-label={t(`review.${side}`)}>
                  <EvidenceList statements={row[side].flatMap((value) => value.statements)} />
                </section>
              ))}
            </div>
          </td>
        </tr>
      )}
    </tbody>
  );
}

interface ValuesProps {
  row: Comparison;
  side: "left" | "right";
  onOpen: () => void;
}

function Values({ row, side, onOpen }: ValuesProps) {
  const values = row[side];
  const others = row[side === "left" ? "right" : "left"];
  const several = row.agreement === "SAME" && values.length + others.length > 2;
  if (values.length === 0) return <span class="muted">{t("review.nothing")}</span>;
  return (
    <ul>
      {values.map((value) => (
        <li key={value.value} class={several && isCommon(value, others) ? "common" : ""}>
          <button
            type="button"
            class="value-text"
            tabIndex={-1}
            title={t("review.open")}
            onClick={onOpen}
          >
            <Marked row={row} side={side} value={value} />
          </button>
          <Written value={value} />
        </li>
      ))}
    </ul>
  );
}

function Written({ value }: { value: PropertyValue }) {
  const texts = asWritten(value);
  if (texts.length === 0) return null;
  return <small>{t("evidence.original", { text: texts.join(" · ") })}</small>;
}

/** A value, what differs in it marked where each side has one that is alike. */
function Marked({
  row,
  side,
  value,
}: {
  row: Comparison;
  side: "left" | "right";
  value: PropertyValue;
}) {
  const text = wordsOf(row.property, value);
  const [one, other] = [row.left[0], row.right[0]];
  const single = row.left.length === 1 && row.right.length === 1 && one && other;
  if (!single || row.agreement === "SAME" || row.agreement === "ONE_SIDED") return <>{text}</>;
  const spans = differing(wordsOf(row.property, one), wordsOf(row.property, other));
  const [from, to] = spans[side === "left" ? 0 : 1];
  const points = [...text];
  if (from >= to) return <>{text}</>;
  return (
    <>
      {points.slice(0, from).join("")}
      <mark>{points.slice(from, to).join("")}</mark>
      {points.slice(to).join("")}
    </>
  );
}
