/** An entity as a row: pointing at it shows it in the drawing, choosing it selects it there. */

import type { ComponentChildren } from "preact";
import type { EntityRef } from "../api/types";
import { hovered } from "../state/exploration";
import { addEntity } from "../state/growing";
import { selectNode } from "../state/place";
import { SchemaIcon } from "./Icon";

interface Props {
  entity: EntityRef;
  /** What stands in front of the picture, as a rank. */
  before?: ComponentChildren;
  /** What is said below the name. */
  under?: ComponentChildren;
  /** What stands at the end of the row. */
  children?: ComponentChildren;
}

export function EntityRow({ entity, before, under, children }: Props) {
  return (
    <button
      type="button"
      class={hovered.value === entity.id ? "link-row lit" : "link-row"}
      onClick={() => void choose(entity)}
      {...pointing(entity.id)}
    >
      {before}
      <SchemaIcon schema={entity.schema} />
      <span class="grow">
        {entity.caption}
        {under && <small>{under}</small>}
      </span>
      {children}
    </button>
  );
}

/** Put an entity on the table, and select it. */
export async function choose(entity: EntityRef): Promise<void> {
  hovered.value = null;
  await addEntity(entity);
  selectNode(entity.id);
}

/** What shows an entity in the drawing while its row has the pointer or the focus. */
export function pointing(id: string) {
  const enter = () => {
    hovered.value = id;
  };
  const leave = () => {
    hovered.value = null;
  };
  return { onMouseEnter: enter, onMouseLeave: leave, onFocus: enter, onBlur: leave };
}
