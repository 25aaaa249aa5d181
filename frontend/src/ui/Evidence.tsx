/** What a value rests on: sentence, document and page, evaluation, handling, author. */

import type { Statement } from "../api/types";
import { formatWhen, nameOf, t } from "../i18n";
import type { Key } from "../i18n/en";
import { findText } from "../model/text";
import { openDocument, place } from "../state/place";
import { dialog } from "../state/ui";
import { Line } from "./Icon";

/** The first statement in full, the rest behind a count. */
export function Evidence({ statements }: { statements: readonly Statement[] }) {
  const [first, ...rest] = statements;
  if (!first) return null;
  return (
    <div class="evidence">
      <StatementCard statement={first} />
      {rest.length > 0 && (
        <details>
          <summary>{t("panel.statements", { n: statements.length })}</summary>
          {rest.map((statement) => (
            <StatementCard key={statement.id} statement={statement} />
          ))}
        </details>
      )}
    </div>
  );
}

interface ListProps {
  statements: readonly Statement[];
  naming?: boolean;
}

/** Every statement in full; `naming` says of which property. */
export function EvidenceList({ statements, naming }: ListProps) {
  if (statements.length === 0) return <p class="muted">{t("panel.noEvidence")}</p>;
  return (
    <div class="evidence">
      {statements.map((statement) => (
        <div key={statement.id}>
          {naming && (
            <p class="named">
              <span>{nameOf(statement.property)}</span> {statement.value}
            </p>
          )}
          <StatementCard statement={statement} />
        </div>
      ))}
    </div>
  );
}

function StatementCard({ statement: s }: { statement: Statement }) {
  const { document: doc, page, start, end, snippet, record } = s.source;
  const here = doc !== null && place.value.doc === doc.id && place.value.start === start;
  const open = () => doc && openDocument(doc.id, { page, start, end });
  return (
    <article
      class={`statement ${snippet ? "" : "dense"} ${s.withdrawn ? "withdrawn" : ""} ${here ? "here" : ""}`}
    >
      {snippet &&
        (doc ? (
          <button type="button" class="quote" title={t("evidence.open")} onClick={open}>
            <Snippet text={snippet} value={s.originalValue ?? s.value} />
          </button>
        ) : (
          <blockquote class="quote">
            <Snippet text={snippet} value={s.originalValue ?? s.value} />
          </blockquote>
        ))}
      <p class="source">
        {doc ? (
          <button type="button" class="link" onClick={open} title={doc.name}>
            <Line name="file" size={14} />
            <span class="doc-name">{doc.name}</span>
          </button>
        ) : (
          <span>
            <Line name="user" size={14} /> {t("evidence.user", { user: s.recordedBy })}
          </span>
        )}
        {page !== null && <span>{t("evidence.page", { n: page })}</span>}
        {record && <span class="record">{record}</span>}
      </p>
      {s.originalValue && s.originalValue !== s.value && !snippet && (
        <p class="muted">{t("evidence.original", { text: s.originalValue })}</p>
      )}
      <Marks statement={s} />
      <details class="small-print">
        <summary>{t("evidence.origin", { origin: s.origin })}</summary>
        <p>
          {t("evidence.recorded", { when: formatWhen(s.recordedAt), user: s.recordedBy })}
          <br />
          {t("evidence.compartment", { name: s.compartment })}
        </p>
        {!s.withdrawn && (
          <button
            type="button"
            class="link"
            onClick={() => {
              dialog.value = { name: "withdraw", statement: s.id, value: s.value };
            }}
          >
            {t("evidence.withdraw")}
          </button>
        )}
      </details>
    </article>
  );
}

/** The sentence, the value marked where it stands in so many words. */
function Snippet({ text, value }: { text: string; value: string }) {
  const at = findText(text, value);
  if (!at) return <span>{text}</span>;
  return (
    <span>
      {text.slice(0, at[0])}
      <mark>{text.slice(at[0], at[1])}</mark>
      {text.slice(at[1])}
    </span>
  );
}

function explain(evaluation: string): string {
  return [...evaluation].map((code) => t(`evidence.${code}` as Key)).join("\n");
}

function Marks({ statement: s }: { statement: Statement }) {
  const codes = s.handling.filter((code) => code !== "H0");
  return (
    <p class="marks">
      {s.withdrawn && <b class="mark gone">{t("evidence.withdrawn")}</b>}
      {s.evaluation && (
        <b class={`mark eval-${s.evaluation[0]}`} title={explain(s.evaluation)}>
          {s.evaluation}
        </b>
      )}
      {codes.map((code) => (
        <b key={code} class="mark handling" title={t(`handling.${code}` as Key)}>
          {code}
        </b>
      ))}
      {codes.length === 0 && (
        <b class="mark" title={t("handling.H0")}>
          H0
        </b>
      )}
      <b class="mark">{t(s.kind === "ASSESSMENT" ? "evidence.assessment" : "evidence.fact")}</b>
      {s.compartment !== "case" && <b class="mark compartment">{s.compartment}</b>}
      {s.authority && (
        <b class="mark authority" title={t("evidence.authority", { name: s.authority })}>
          {s.authority}
        </b>
      )}
    </p>
  );
}
