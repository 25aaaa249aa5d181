/** Single ties that hold two parts together, marked on the drawing. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { BRIDGES } from "../../api/queries";
import type { BridgeRef } from "../../api/types";
import { t, tn } from "../../i18n";
import { hovered, network } from "../../state/exploration";
import { addEntity } from "../../state/growing";
import { selectLink, selectNode } from "../../state/place";
import { hoveredPair, lens, placing } from "../../state/structure";
import { Computing } from "../Computing";
import { SchemaIcon } from "../Icon";
import { useComputed } from "../useComputed";

/** As many as are asked for (api/queries.ts). */
const ASKED = 100;

export function Bridges({ caseId }: { caseId: string }) {
  const { directed: _, ...of } = placing(caseId);
  const computed = useComputed<{ bridges: BridgeRef[] }>(BRIDGES, of);
  return <Computing of={computed}>{(data) => <Marked bridges={data.bridges} />}</Computing>;
}

const cut = (bridge: BridgeRef) => Math.min(bridge.sourceSide, bridge.targetSide);

function Marked({ bridges }: { bridges: BridgeRef[] }) {
  const single = useSignal(false);
  const large = bridges.filter((bridge) => cut(bridge) > 1);
  const found = single.value ? bridges : large;
  useEffect(() => {
    lens.value = { name: "bridges", spans: found.map((one) => [one.source.id, one.target.id]) };
  }, [bridges, single.value]);
  if (bridges.length === 0) return <p class="muted">{t("bridges.none")}</p>;
  return (
    <>
      <p class="muted">{t("bridges.lead")}</p>
      {large.length === 0 && <p>{t("bridges.noneLarge")}</p>}
      <ol class="lead-list">
        {found.map((bridge) => (
          <li key={`${bridge.source.id} ${bridge.target.id}`}>
            <Row bridge={bridge} />
          </li>
        ))}
      </ol>
      {bridges.length === ASKED && <p class="muted">{t("placing.first", { n: ASKED })}</p>}
      {large.length < bridges.length && (
        <label class="check">
          <input
            type="checkbox"
            checked={single.value}
            onChange={(event) => {
              single.value = event.currentTarget.checked;
            }}
          />
          {tn("bridges.single", bridges.length - large.length)}
        </label>
      )}
    </>
  );
}

function Row({ bridge }: { bridge: BridgeRef }) {
  const { source, target, sourceSide, targetSide } = bridge;
  const point = () => {
    hoveredPair.value = [source.id, target.id];
  };
  const leave = () => {
    hoveredPair.value = null;
  };
  return (
    <button
      type="button"
      class={[source.id, target.id].includes(hovered.value ?? "") ? "link-row lit" : "link-row"}
      onClick={() => void show(bridge)}
      onMouseEnter={point}
      onFocus={point}
      onMouseLeave={leave}
      onBlur={leave}
    >
      <SchemaIcon schema={source.schema} />
      <span class="grow">
        {source.caption} – {target.caption}
        <small>{t("bridges.sides", { one: sourceSide, other: targetSide })}</small>
      </span>
      <SchemaIcon schema={target.schema} />
    </button>
  );
}

/** Put both ends on the table, and open what joins them where it is one link. */
async function show({ source, target }: BridgeRef): Promise<void> {
  await addEntity(source);
  await addEntity(target);
  const ends = [source.id, target.id];
  const links = [...network.value.edges.values()].filter(
    (edge) => ends.includes(edge.source) && ends.includes(edge.target),
  );
  if (links.length === 1 && links[0]) selectLink(links[0].id);
  else selectNode(source.id);
}
