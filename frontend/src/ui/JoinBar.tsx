/** Two groups gathered from the drawing, and what joins them. */

import { t } from "../i18n";
import { nameOfNode } from "../state/exploration";
import {
  clearJoins,
  findCommon,
  findConnectors,
  gather,
  joins,
  type Side,
  sides,
} from "../state/joining";
import { selectNode } from "../state/place";
import { Line } from "./Icon";
import { IconButton } from "./parts";

export function JoinBar() {
  const { a, b } = sides.value;
  const found = joins.value;
  if (a.length + b.length === 0) return null;
  return (
    <section class="pathbar joinbar" aria-label={t("join.title")}>
      <div class="pathbar-row">
        <Group side="a" ids={a} />
        <Group side="b" ids={b} />
        <IconButton icon="close" label={t("join.clear")} onClick={clearJoins} />
      </div>
      <div class="pathbar-row">
        <button
          type="button"
          class="button compact"
          disabled={a.length + b.length < 2}
          title={`${t("join.commonLead")} (C)`}
          onClick={() => void findCommon()}
        >
          {t("join.common")}
        </button>
        <button
          type="button"
          class="button compact"
          disabled={a.length === 0 || b.length === 0}
          title={`${t("join.connectorsLead")} (W)`}
          onClick={() => void findConnectors()}
        >
          {t("join.connectors")}
        </button>
      </div>
      {found && (
        <div class="pathbar-row found" role="status">
          {found.words && <span class="muted">{found.words}</span>}
          <ol class="trail joined">
            {found.rows.map(({ entity, words }) => (
              <li key={entity.id}>
                <button type="button" class="link" onClick={() => selectNode(entity.id)}>
                  {entity.caption || entity.id}
                </button>{" "}
                <small>{words}</small>
              </li>
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}

function Group({ side, ids }: { side: Side; ids: readonly string[] }) {
  const name = side.toUpperCase();
  return (
    <span class="picked">
      <Line name="path" />
      <b>{t("join.group", { name })}</b>
      {ids.length === 0 && <em>{t("join.empty", { name })}</em>}
      {ids.map((id) => (
        <button
          type="button"
          key={id}
          class="chip"
          aria-label={t("join.release", { name: nameOfNode(id) })}
          onClick={() => gather(side, id)}
        >
          {nameOfNode(id)} ×
        </button>
      ))}
    </span>
  );
}
