/** Why an entity is one: the records it stands for, who joined them and for which
 * reasons, and the ways to take it apart again. */

import type { EntityDetail, Judgement } from "../api/types";
import { t, tn } from "../i18n";
import { type Member, membersOf, nameOfMember, sortWords } from "../model/members";
import { dialog } from "../state/ui";
import { Line } from "./Icon";
import { Word } from "./review/Reasons";

export function Merged({ entity }: { entity: EntityDetail }) {
  const members = membersOf(entity.mergedFrom, entity.properties);
  const byId = new Map(members.map((one) => [one.id, one]));
  const { joining, others } = sortWords(entity.judgements);
  return (
    <details class="merged">
      <summary>
        {t("panel.merged", { n: members.length })} <span class="link">{t("merged.why")}</span>
      </summary>
      <h3>{t("merged.members")}</h3>
      <ul class="members">
        {members.map((one) => (
          <MemberRow key={one.id} member={one} />
        ))}
      </ul>
      <Words title={t("merged.words")} judgements={joining} byId={byId} />
      {joining.length === 0 && <p class="muted">{t("merged.noWords")}</p>}
      {others.length > 0 && <Words title={t("merged.others")} judgements={others} byId={byId} />}
      <button
        type="button"
        class="link"
        onClick={() => {
          dialog.value = { name: "split", entity: entity.id };
        }}
      >
        {t("split.open")}
      </button>
    </details>
  );
}

interface WordsProps {
  title: string;
  judgements: readonly Judgement[];
  byId: ReadonlyMap<string, Member>;
}

function Words({ title, judgements, byId }: WordsProps) {
  return (
    <>
      <h3>
        {title} <small>{judgements.length}</small>
      </h3>
      <ul class="words">
        {judgements.map((one) => (
          <li key={one.id}>
            <Pair judgement={one} byId={byId} />
            <Word judgement={one} />
          </li>
        ))}
      </ul>
    </>
  );
}

function MemberRow({ member }: { member: Member }) {
  const name = nameOfMember(member);
  return (
    <li class="member" data-id={member.id}>
      <span class="grow">
        <b>{name}</b>
        {member.names.length > 1 && <small>{member.names.slice(1, 4).join(" · ")}</small>}
        <small>
          {member.documents.length > 0 ? member.documents.join(", ") : <code>{member.id}</code>}
          {" · "}
          {tn("count.statements", member.statements.length)}
        </small>
      </span>
      <button
        type="button"
        class="button compact"
        aria-label={t("merged.takeOutOf", { name })}
        title={t("merged.takeOutHint")}
        onClick={() => {
          dialog.value = { name: "separate", member: member.id, caption: name };
        }}
      >
        {t("merged.takeOut")}
      </button>
    </li>
  );
}

function Pair({ judgement, byId }: { judgement: Judgement; byId: ReadonlyMap<string, Member> }) {
  const name = (id: string) => {
    const member = byId.get(id);
    return member ? nameOfMember(member) : id;
  };
  const source = (id: string) => byId.get(id)?.documents[0];
  const ends = [judgement.left, judgement.right];
  return (
    <p class="word-pair">
      {ends.map((id, i) => (
        <span key={id} title={id}>
          {i > 0 && <Line name="same" size={13} />}
          {name(id)}
          {source(id) && <small>{source(id)}</small>}
        </span>
      ))}
    </p>
  );
}
