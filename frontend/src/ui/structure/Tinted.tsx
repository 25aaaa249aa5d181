/** Groups that are told apart by colour on the drawing; an open one is coloured alone. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { EntityRef } from "../../api/types";
import { t } from "../../i18n";
import { type LensName, lens } from "../../state/structure";
import { EntityRow } from "../EntityRow";

const LISTED = 50;

export interface TintedGroup {
  readonly key: string;
  readonly title: string;
  readonly under: string;
  readonly colour: string;
  readonly members: readonly EntityRef[];
}

export function Tinted({ name, groups }: { name: LensName; groups: readonly TintedGroup[] }) {
  const open = useSignal<string | null>(null);
  const shown = groups.filter((group) => open.value === null || group.key === open.value);
  useEffect(() => {
    const tints = shown.flatMap(({ members, colour }) =>
      members.map((member): [string, string] => [member.id, colour]),
    );
    lens.value = { name, tints: new Map(tints) };
  }, [groups, open.value]);
  return (
    <ol class="lead-list">
      {groups.map((group) => (
        <li key={group.key}>
          <button
            type="button"
            class="link-row"
            aria-expanded={open.value === group.key}
            onClick={() => {
              open.value = open.value === group.key ? null : group.key;
            }}
          >
            <span class="group-swatch" style={{ background: group.colour }} />
            <span class="grow">
              {group.title}
              <small>{group.under}</small>
            </span>
          </button>
          {open.value === group.key && <Members of={group} />}
        </li>
      ))}
    </ol>
  );
}

function Members({ of: { members } }: { of: TintedGroup }) {
  return (
    <div class="within">
      {members.slice(0, LISTED).map((member) => (
        <EntityRow key={member.id} entity={member} />
      ))}
      {members.length > LISTED && (
        <p class="muted">{t("where.more", { n: members.length - LISTED })}</p>
      )}
    </div>
  );
}
