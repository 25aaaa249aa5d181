/** Search as you type, in both scripts: a combobox over the server's answers. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ask } from "../api/client";
import { SEARCH } from "../api/queries";
import type { EntityRef } from "../api/types";
import { nameOf, t } from "../i18n";
import { countryColour, countryKey, inkOn } from "../model/countries";
import { highlight, otherScript } from "../model/fold";
import { network } from "../state/exploration";
import { addEntity } from "../state/growing";
import { place, selectNode } from "../state/place";
import { isAbort, wordsOf } from "../state/session";
import { Line, SchemaIcon } from "./Icon";
import { Countries } from "./parts";

const PAUSE_MS = 160;
const SHOWN = 12;

interface Found {
  readonly text: string;
  readonly entities: readonly EntityRef[];
  readonly total: number;
}

interface Answer {
  search: { totalCount: number; edges: { node: EntityRef }[] };
}

async function askSearch(text: string, signal: AbortSignal): Promise<Found> {
  const variables = { text, case: place.value.caseId, first: SHOWN };
  const { search } = await ask<Answer>(SEARCH, variables, signal);
  return { text, entities: search.edges.map((edge) => edge.node), total: search.totalCount };
}

export function Search() {
  const text = useSignal("");
  const found = useSignal<Found | null>(null);
  const problem = useSignal<string | null>(null);
  const open = useSignal(false);
  const active = useSignal(0);
  const input = useRef<HTMLInputElement>(null);
  const asking = useRef<AbortController | null>(null);
  const pause = useRef(0);

  useEffect(
    () => () => {
      clearTimeout(pause.current);
      asking.current?.abort();
    },
    [],
  );

  function look(words: string): void {
    asking.current?.abort();
    asking.current = new AbortController();
    askSearch(words, asking.current.signal).then(
      (answer) => {
        found.value = answer;
        problem.value = null;
        active.value = 0;
      },
      (error) => {
        if (!isAbort(error)) problem.value = wordsOf(error);
      },
    );
  }

  function type(words: string): void {
    text.value = words;
    open.value = true;
    clearTimeout(pause.current);
    if (words.trim()) {
      pause.current = window.setTimeout(() => look(words.trim()), PAUSE_MS);
    } else {
      asking.current?.abort();
      found.value = null;
    }
  }

  async function choose(entity: EntityRef | undefined): Promise<void> {
    if (!entity) return;
    open.value = false;
    input.current?.blur();
    await addEntity(entity);
    selectNode(entity.id);
  }

  function key(event: KeyboardEvent): void {
    const list = found.value?.entities ?? [];
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const move = moves[event.key];
    if (move !== undefined && list.length > 0) {
      event.preventDefault();
      open.value = true;
      active.value = (active.value + move + list.length) % list.length;
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open.value) void choose(list[active.value]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (open.value) open.value = false;
      else input.current?.blur();
    }
  }

  const result = found.value;
  const showing = open.value && text.value.trim() !== "" && (result !== null || problem.value);
  return (
    <search class="search">
      <Line name="search" size={17} />
      <input
        ref={input}
        id="search"
        type="text"
        role="combobox"
        aria-label={t("search.label")}
        aria-expanded={Boolean(showing)}
        aria-controls="search-results"
        aria-autocomplete="list"
        aria-activedescendant={
          showing && result?.entities.length ? `hit-${active.value}` : undefined
        }
        placeholder={t("search.hint")}
        autocomplete="off"
        spellcheck={false}
        value={text.value}
        onInput={(event) => type(event.currentTarget.value)}
        onFocus={() => (open.value = true)}
        onBlur={() => (open.value = false)}
        onKeyDown={key}
      />
      <kbd aria-hidden="true">/</kbd>
      {showing && (
        <div class="results">
          {problem.value && <p class="problem">{problem.value}</p>}
          {result && !problem.value && (
            <Results
              found={result}
              active={active.value}
              onChoose={(entity) => void choose(entity)}
              onPoint={(at) => {
                active.value = at;
              }}
            />
          )}
        </div>
      )}
    </search>
  );
}

interface ResultsProps {
  found: Found;
  active: number;
  onChoose: (entity: EntityRef) => void;
  onPoint: (at: number) => void;
}

function Results({ found, active, onChoose, onPoint }: ResultsProps) {
  if (found.entities.length === 0) {
    return (
      <div class="none" role="status">
        <strong>{t("search.none", { text: found.text })}</strong>
        <p>{t("search.noneLead")}</p>
      </div>
    );
  }
  const other = otherScript(found.text);
  return (
    <>
      <div id="search-results" role="listbox" aria-label={t("search.label")}>
        {found.entities.map((entity, i) => (
          <Hit
            key={entity.id}
            entity={entity}
            text={found.text}
            at={i}
            active={i === active}
            onChoose={onChoose}
            onPoint={onPoint}
          />
        ))}
      </div>
      <p class="foot">
        {found.total > found.entities.length && (
          <span>{t("search.more", { shown: found.entities.length, total: found.total })}</span>
        )}
        {other && <span>{t("search.both", { text: other })}</span>}
      </p>
    </>
  );
}

interface HitProps {
  entity: EntityRef;
  text: string;
  at: number;
  active: boolean;
  onChoose: (entity: EntityRef) => void;
  onPoint: (at: number) => void;
}

function Hit({ entity, text, at, active, onChoose, onPoint }: HitProps) {
  const colour = countryColour(countryKey(entity.countries));
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps the focus
    <div
      id={`hit-${at}`}
      role="option"
      aria-selected={active}
      class={active ? "hit active" : "hit"}
      onMouseMove={() => onPoint(at)}
      onMouseDown={(event) => {
        event.preventDefault();
        onChoose(entity);
      }}
    >
      <span class="disc" style={{ background: colour, color: inkOn(colour) }}>
        <SchemaIcon schema={entity.schema} />
      </span>
      <span class="hit-name">
        {highlight(entity.caption || entity.id, text).map((piece, i) =>
          piece.hit ? <mark key={i}>{piece.text}</mark> : <span key={i}>{piece.text}</span>,
        )}
        <small>{nameOf(entity.schema)}</small>
      </span>
      <Countries codes={entity.countries} />
      {network.value.nodes.has(entity.id) && <small class="on">{t("search.on")}</small>}
    </div>
  );
}
