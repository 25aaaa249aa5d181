/** Split by statement: some of what is said of an entity is said of another. */

import { type Signal, useSignal } from "@preact/signals";
import { SPLITTABLE } from "../api/queries";
import type { EntityDetail, Relationship } from "../api/types";
import { nameOf, t, tn } from "../i18n";
import { fitOf, type Lot, lotsOf, type Piece, type Tie, tiesOf, toggled } from "../model/split";
import { split } from "../state/changes";
import { Line } from "./Icon";
import { Dialog, Empty, Failed, Spinner } from "./parts";
import { useAsk } from "./useAsk";

interface Answer {
  entity:
    | (Pick<EntityDetail, "id" | "caption" | "mergedFrom" | "properties"> & {
        relationships: { edges: { node: Relationship }[]; totalCount: number };
      })
    | null;
}

export function SplitDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const asked = useAsk<Answer>(SPLITTABLE, { id }).value;
  const entity = asked.state === "ready" ? asked.data.entity : null;
  return (
    <Dialog title={t("split.title")} onClose={onClose} wide>
      {asked.state === "failed" && <Failed error={asked.error} />}
      {asked.state === "loading" && <Spinner />}
      {asked.state === "ready" && !entity && <Empty title={t("error.NOT_FOUND")} />}
      {entity && <Choosing entity={entity} onClose={onClose} />}
    </Dialog>
  );
}

interface ChoosingProps {
  entity: NonNullable<Answer["entity"]>;
  onClose: () => void;
}

function Choosing({ entity, onClose }: ChoosingProps) {
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  const busy = useSignal(false);
  const lots = lotsOf(entity.properties);
  const links = entity.relationships.edges.map((edge) => edge.node);
  const ties = tiesOf(links, [entity.id, ...entity.mergedFrom]);
  const fit = fitOf(lots, chosen.value);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    busy.value = true;
    const name = entity.caption || entity.id;
    if (await split(entity.id, [...chosen.value], name, String(form.get("reason")))) onClose();
    busy.value = false;
  }

  return (
    <form class="form split" onSubmit={submit}>
      <p class="muted">{t("split.lead", { name: entity.caption || entity.id })}</p>
      <div class="split-lots">
        {lots.map((lot) => (
          <LotChoice key={lot.key} lot={lot} chosen={chosen} />
        ))}
        {ties.length > 0 && <TieChoice ties={ties} of={entity} chosen={chosen} />}
        {entity.relationships.totalCount > links.length && (
          <p class="muted">
            {t("split.moreLinks", { n: entity.relationships.totalCount - links.length })}
          </p>
        )}
      </div>
      <label>
        {t("judge.reason")}
        <textarea name="reason" rows={2} />
      </label>
      <p class="muted" role="status">
        {fit === "fits" ? tn("split.going", chosen.value.size) : t(`split.${fit}`)}
      </p>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {t("cancel")}
        </button>
        <button type="submit" class="button primary" disabled={busy.value || fit !== "fits"}>
          {t("split.submit")}
        </button>
      </div>
    </form>
  );
}

interface AllProps {
  name: string;
  icon: "file" | "user" | "path";
  ids: readonly string[];
  chosen: Signal<ReadonlySet<string>>;
}

/** All of a group at once; neither on nor off where some are chosen. */
function All({ name, icon, ids, chosen }: AllProps) {
  const going = ids.filter((id) => chosen.value.has(id)).length;
  return (
    <label class="check all">
      <input
        type="checkbox"
        checked={going === ids.length}
        indeterminate={going > 0 && going < ids.length}
        onChange={() => {
          chosen.value = toggled(chosen.value, ids);
        }}
      />
      <Line name={icon} size={14} />
      <b class="grow">{name}</b>
      <small>
        {going} / {ids.length}
      </small>
    </label>
  );
}

function LotChoice({ lot, chosen }: { lot: Lot; chosen: Signal<ReadonlySet<string>> }) {
  const name = lot.name ?? t("split.entered");
  return (
    <fieldset>
      <legend class="hidden">{name}</legend>
      <All
        name={name}
        icon={lot.name ? "file" : "user"}
        ids={lot.pieces.map((piece) => piece.statement.id)}
        chosen={chosen}
      />
      {lot.pieces.map((piece) => (
        <PieceChoice key={piece.statement.id} piece={piece} chosen={chosen} />
      ))}
    </fieldset>
  );
}

function PieceChoice({ piece, chosen }: { piece: Piece; chosen: Signal<ReadonlySet<string>> }) {
  const { id, property, originalValue, value, source } = piece.statement;
  const written = originalValue && originalValue !== value ? originalValue : null;
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={chosen.value.has(id)}
        onChange={() => {
          chosen.value = toggled(chosen.value, [id]);
        }}
      />
      <span class="grow">
        <span class="muted">{nameOf(property)}</span> <b>{piece.caption}</b>
        {written && <small> {t("evidence.original", { text: written })}</small>}
        {source.snippet && <small class="snippet">{source.snippet}</small>}
      </span>
      {source.page !== null && <small>{t("evidence.page", { n: source.page })}</small>}
    </label>
  );
}

interface TieProps {
  ties: readonly Tie[];
  of: { id: string };
  chosen: Signal<ReadonlySet<string>>;
}

function TieChoice({ ties, of, chosen }: TieProps) {
  return (
    <fieldset>
      <legend class="hidden">{t("panel.links")}</legend>
      <All
        name={t("panel.links")}
        icon="path"
        ids={ties.flatMap((tie) => tie.statements)}
        chosen={chosen}
      />
      {ties.map(({ link, statements }) => {
        const other = link.source.id === of.id ? link.target : link.source;
        return (
          <label class="check" key={link.id}>
            <input
              type="checkbox"
              checked={statements.every((id) => chosen.value.has(id))}
              onChange={() => {
                chosen.value = toggled(chosen.value, statements);
              }}
            />
            <span class="grow">
              <span class="muted">{nameOf(link.schema)}</span> <b>{other.caption || other.id}</b>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
