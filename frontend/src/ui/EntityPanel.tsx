/** One entity: what it is, what can be done, its properties and links with evidence. */

import { ENTITY_DETAIL } from "../api/queries";
import type { EntityDetail, Property, PropertyValue } from "../api/types";
import { nameOf, t } from "../i18n";
import { inOrder } from "../model/comparison";
import { countryColour, countryKey, inkOn } from "../model/countries";
import { network, picked } from "../state/exploration";
import { addEntity, hideNode, removeNode } from "../state/growing";
import { focusDrawing } from "../state/hooks";
import { gather, sides } from "../state/joining";
import { place, selectNode } from "../state/place";
import { dialog, expanding } from "../state/ui";
import { Evidence } from "./Evidence";
import { ExpandMenu } from "./ExpandMenu";
import { SchemaIcon } from "./Icon";
import { LinkList } from "./LinkList";
import { Merged } from "./Merged";
import { Countries, Empty, Failed, IconButton, Part, Spinner } from "./parts";
import { Hours } from "./Time";
import { useAsk } from "./useAsk";
import { wordsOf } from "./values";
import { Whereabouts } from "./Whereabouts";

interface Answer {
  entity: EntityDetail | null;
}

export function EntityPanel({ id }: { id: string }) {
  const asked = useAsk<Answer>(ENTITY_DETAIL, { id });
  const now = asked.value;
  if (now.state === "failed") return <Failed error={now.error} />;
  const entity = now.state === "ready" ? now.data.entity : now.old?.entity;
  if (!entity) {
    return now.state === "loading" ? <Spinner /> : <Empty title={t("error.NOT_FOUND")} />;
  }
  return <EntityCard entity={entity} />;
}

function EntityCard({ entity }: { entity: EntityDetail }) {
  const colour = countryColour(countryKey(entity.countries));
  const { caseId } = place.value;
  return (
    <>
      <header class="side-head">
        <span class="disc large" style={{ background: colour, color: inkOn(colour) }}>
          <SchemaIcon schema={entity.schema} size={22} />
        </span>
        <div class="grow">
          <h2 tabIndex={-1}>{entity.caption || entity.id}</h2>
          <p class="sub">
            {nameOf(entity.schema)} <Countries codes={entity.countries} />
          </p>
        </div>
        <IconButton icon="close" label={t("panel.close")} onClick={() => selectNode(null)} />
      </header>
      <Actions entity={entity} />
      {expanding.value === entity.id && <ExpandMenu id={entity.id} degree={entity.degree} />}
      <div class="side-body">
        {entity.mergedFrom.length > 1 && <Merged entity={entity} />}
        <section>
          <h3>{t("panel.properties")}</h3>
          {entity.masked.length > 0 && (
            <p class="muted" title={t("passengers.maskedWhy")}>
              {t("passengers.masked", { names: entity.masked.map(nameOf).join(", ") })}
            </p>
          )}
          {entity.properties.length === 0 && <p class="muted">{t("panel.noProperties")}</p>}
          {inOrder(entity.properties).map((property) => (
            <PropertyRow key={property.name} property={property} entity={entity} />
          ))}
        </section>
        <LinkList entity={entity} />
        {caseId && (
          <section class="structure">
            <Part title={t("time.busy")}>
              <Hours caseId={caseId} entities={[entity.id]} />
            </Part>
            <Part title={t("where.title")}>
              <Whereabouts caseId={caseId} id={entity.id} />
            </Part>
          </section>
        )}
        <section>
          <button
            type="button"
            class="link"
            onClick={() => {
              dialog.value = { name: "split", entity: entity.id };
            }}
          >
            {t("split.open")}
          </button>
        </section>
      </div>
    </>
  );
}

function Actions({ entity }: { entity: EntityDetail }) {
  const { id } = entity;
  const inside = network.value.nodes.has(id);
  const open = expanding.value === id;
  if (!inside) {
    return (
      <div class="actions-row">
        <button type="button" class="button primary" onClick={() => void addEntity(entity)}>
          {t("node.add")}
        </button>
      </div>
    );
  }
  return (
    <div class="actions-row">
      <button
        type="button"
        class="button primary compact"
        aria-expanded={open}
        title="E"
        onClick={() => {
          expanding.value = open ? null : id;
        }}
      >
        {t("node.expand")}
      </button>
      <span class="grow" />
      <IconButton
        icon="start"
        label={t("node.start")}
        keys="S"
        pressed={picked.value.start === id}
        onClick={() => {
          picked.value = { ...picked.value, start: id };
        }}
      />
      <IconButton
        icon="end"
        label={t("node.end")}
        keys="G"
        pressed={picked.value.end === id}
        onClick={() => {
          picked.value = { ...picked.value, end: id };
        }}
      />
      {(["a", "b"] as const).map((side) => (
        <button
          key={side}
          type="button"
          class="icon-button letter"
          aria-label={t("join.add", { name: side.toUpperCase() })}
          title={`${t("join.add", { name: side.toUpperCase() })} (${side.toUpperCase()})`}
          aria-pressed={sides.value[side].includes(id)}
          onClick={() => gather(side, id)}
        >
          {side.toUpperCase()}
        </button>
      ))}
      <IconButton icon="focus" label={t("panel.focus")} onClick={() => focusDrawing(id)} />
      <IconButton icon="hide" label={t("node.hide")} keys="H" onClick={() => hideNode(id)} />
      <IconButton icon="trash" label={t("node.remove")} keys="Del" onClick={() => removeNode(id)} />
    </div>
  );
}

function PropertyRow({ property, entity }: { property: Property; entity: EntityDetail }) {
  return (
    <div class="property">
      <h4>{nameOf(property.name)}</h4>
      {property.values.map((value) => (
        <ValueRow key={value.value} property={property.name} value={value} entity={entity} />
      ))}
    </div>
  );
}

/** An entity-valued property names the other by its local id and shows its caption. */
function otherEntity(value: PropertyValue, entity: EntityDetail): string | null {
  if (value.value === value.caption) return null;
  const id = value.value.includes(":") ? value.value : `${entity.id.split(":")[0]}:${value.value}`;
  return network.value.nodes.has(id) ? id : null;
}

interface ValueProps {
  property: string;
  value: PropertyValue;
  entity: EntityDetail;
}

function ValueRow({ property, value, entity }: ValueProps) {
  const other = otherEntity(value, entity);
  return (
    <div class="value">
      <p class="value-text">
        {other ? (
          <button type="button" class="link" onClick={() => selectNode(other)}>
            {value.caption}
          </button>
        ) : (
          wordsOf(property, value)
        )}
      </p>
      <Evidence statements={value.statements} />
    </div>
  );
}
