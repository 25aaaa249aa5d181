/** Who stands between countries, by position and by the pair of countries. */

import { useSignal } from "@preact/signals";
import { BROKERAGE } from "../../api/queries";
import type { BrokerageRef, BrokerRef } from "../../api/types";
import { formatNumber, t, tn } from "../../i18n";
import { betweenOf, countOf, POSITIONS, type Position, positionsOf } from "../../model/brokers";
import { isInvalid } from "../../state/session";
import { directed, placing } from "../../state/structure";
import { Computing } from "../Computing";
import { EntityRow } from "../EntityRow";
import { Footnote, groupName } from "../parts";
import { useComputed } from "../useComputed";

const SHOWN = 20;
/** As many as are asked for (api/queries.ts). */
const ASKED = 300;

export function Brokers({ caseId }: { caseId: string }) {
  const computed = useComputed<{ brokerage: BrokerageRef }>(BROKERAGE, placing(caseId));
  const { asked } = computed;
  if (asked.state === "failed" && isInvalid(asked.error))
    return <p class="muted">{t("mixing.none")}</p>;
  return <Computing of={computed}>{(data) => <Chosen brokerage={data.brokerage} />}</Computing>;
}

function Chosen({ brokerage }: { brokerage: BrokerageRef }) {
  const { brokers, unknown } = brokerage;
  const position = useSignal<Position | null>(null);
  const pair = useSignal<string | null>(null);
  const pairs = betweenOf(brokers, directed.value);
  const known = pairs.some((one) => one.key === pair.value) ? pair.value : null;
  const wanted = { position: position.value, pair: known, directed: directed.value };
  const counted = brokers
    .map((broker) => ({ broker, count: countOf(broker, wanted) }))
    .filter((one) => one.count > 0)
    .sort((a, b) => b.count - a.count || (a.broker.entity.id < b.broker.entity.id ? -1 : 1));
  if (pairs.length === 0) return <p class="muted">{t("brokers.none")}</p>;
  const arrow = directed.value ? "→" : "–";
  return (
    <>
      <p class="muted">{t("brokers.lead")}</p>
      <select
        aria-label={t("brokers.position")}
        value={position.value ?? ""}
        onChange={(event) => {
          position.value = (event.currentTarget.value || null) as Position | null;
        }}
      >
        <option value="">{t("brokers.any")}</option>
        {POSITIONS.map((name) => (
          <option key={name} value={name}>
            {t(`brokers.${name}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t("brokers.pair")}
        value={known ?? ""}
        onChange={(event) => {
          pair.value = event.currentTarget.value || null;
        }}
      >
        <option value="">{t("brokers.anyPair")}</option>
        {pairs.map((one) => (
          <option key={one.key} value={one.key}>
            {`${groupName(one.from)} ${arrow} ${groupName(one.to)} (${formatNumber(one.count)})`}
          </option>
        ))}
      </select>
      {position.value && <p>{t(`brokers.${position.value}Lead`)}</p>}
      {counted.length === 0 && <p class="muted">{t("brokers.nobody")}</p>}
      <ol class="lead-list">
        {counted.slice(0, SHOWN).map(({ broker, count }) => (
          <li key={broker.entity.id}>
            <Row broker={broker} count={count} />
          </li>
        ))}
      </ol>
      {counted.length > SHOWN && (
        <p class="muted">{t("where.more", { n: counted.length - SHOWN })}</p>
      )}
      {brokers.length === ASKED && <p class="muted">{t("placing.first", { n: ASKED })}</p>}
      {unknown > 0 && <p class="muted">{t("placing.unknown", { n: unknown })}</p>}
      <Footnote codes={[...pairs.flatMap((one) => [one.from, one.to]), ...groupsOf(brokers)]} />
    </>
  );
}

const groupsOf = (brokers: readonly BrokerRef[]) => brokers.map((one) => one.group);

function Row({ broker, count }: { broker: BrokerRef; count: number }) {
  const positions = positionsOf(broker)
    .map(([name, n]) => `${t(`brokers.${name}`)} ${formatNumber(n)}`)
    .join(" · ");
  return (
    <EntityRow entity={broker.entity} under={`${groupName(broker.group)}: ${positions}`}>
      <small class="times">{tn("brokers.ways", count)}</small>
    </EntityRow>
  );
}
