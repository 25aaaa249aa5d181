/** What can be said on the pair: buttons with their keys, and a reason where one is due. */

import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { isWaiting } from "../../model/review";
import { decide, free, move, namesOf, reason, session, takeBack } from "../../state/review";
import { Line, type LineName } from "../Icon";
import { IconButton } from "../parts";

export function VerdictBar() {
  const now = session.value;
  const last = now.steps.at(-1);
  const undo = last
    ? t("toolbar.undoStep", {
        step: `${last.verdict ? t(`judge.${last.verdict}`) : t("review.skipped")}: ${namesOf(last.pair)}`,
      })
    : t("toolbar.undo");
  return (
    <fieldset class="verdicts" aria-label={t("judge.title")}>
      <div class="group">
        <IconButton
          icon="left"
          label={t("review.previous")}
          keys="←"
          disabled={now.waiting.length < 2}
          onClick={() => move(-1)}
        />
        <IconButton
          icon="right"
          label={t("review.next")}
          keys="→"
          disabled={now.waiting.length < 2}
          onClick={() => move(1)}
        />
      </div>
      <ReasonField />
      <div class="verdict-buttons">
        <WordButton
          word="same"
          keys="Y"
          icon="same"
          disabled={!free.value}
          onClick={() => decide("POSITIVE")}
        >
          {t("judge.POSITIVE")}
        </WordButton>
        <WordButton
          word="different"
          keys="N"
          icon="apart"
          disabled={!free.value}
          onClick={() => decide("NEGATIVE")}
        >
          {t("judge.NEGATIVE")}
        </WordButton>
        <WordButton
          word="unsure"
          keys="U"
          icon="help"
          disabled={!free.value}
          onClick={() => decide("UNSURE")}
        >
          {t("judge.UNSURE")}
        </WordButton>
        <WordButton
          word="put-off"
          keys="S"
          icon="skip"
          disabled={!free.value || !isWaiting(now)}
          onClick={() => decide(null)}
        >
          {t("review.skip")}
        </WordButton>
      </div>
      <button
        type="button"
        class="button compact word undo"
        disabled={!last}
        title={`${undo} (Z)`}
        aria-label={undo}
        onClick={takeBack}
      >
        <Line name="undo" size={16} />
        <span>{t("toolbar.undo")}</span>
        <kbd aria-hidden="true">Z</kbd>
      </button>
    </fieldset>
  );
}

interface WordProps {
  word: string;
  keys: string;
  icon: LineName;
  disabled: boolean;
  onClick: () => void;
  children: ComponentChildren;
}

function WordButton({ word, keys, icon, disabled, onClick, children }: WordProps) {
  return (
    <button
      type="button"
      class={`button word ${word}`}
      aria-keyshortcuts={keys}
      disabled={disabled}
      onClick={onClick}
    >
      <Line name={icon} size={16} />
      <span>{children}</span>
      <kbd aria-hidden="true">{keys}</kbd>
    </button>
  );
}

function ReasonField() {
  const field = useRef<HTMLInputElement>(null);
  return (
    <label class="reason-field">
      <span class="hidden">{t("review.reason")}</span>
      <input
        ref={field}
        id="review-reason"
        placeholder={`${t("review.reason")} (R)`}
        maxLength={2000}
        autocomplete="off"
        value={reason.value}
        onInput={(event) => {
          reason.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === "Escape") {
            event.stopPropagation();
            event.preventDefault();
            field.current?.blur();
          }
        }}
      />
    </label>
  );
}
