/** Building blocks: buttons with a name, dialogs that keep the focus, states of waiting. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { areaName, t } from "../i18n";
import type { Key } from "../i18n/en";
import { countryColour, countryKey, OTHER } from "../model/countries";
import { wordsOf } from "../state/session";
import { opened, setOpen } from "../state/structure";
import { Line, type LineName } from "./Icon";

interface IconButtonProps {
  icon: LineName;
  label: string;
  onClick: () => void;
  disabled?: boolean;
  pressed?: boolean;
  keys?: string;
}

export function IconButton({ icon, label, onClick, disabled, pressed, keys }: IconButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={keys ? `${label} (${keys})` : label}
      disabled={disabled}
      aria-pressed={pressed}
      onClick={onClick}
    >
      <Line name={icon} />
    </button>
  );
}

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  wide?: boolean;
}

/** A modal dialog: focus goes in, stays in, and comes back; Escape closes. */
export function Dialog({ title, onClose, children, wide }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const back = document.activeElement as HTMLElement | null;
    ref.current?.showModal();
    return () => back?.focus?.();
  }, []);
  return (
    <dialog
      ref={ref}
      class={wide ? "dialog wide" : "dialog"}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2>{title}</h2>
        <IconButton icon="close" label={t("panel.close")} onClick={onClose} />
      </header>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}

interface PartProps {
  title: string;
  /** A part that has a name is still open when one comes back to the panel. */
  name?: string;
  children: ComponentChildren;
}

/** A part that asks the server only once it is opened. */
export function Part({ title, name, children }: PartProps) {
  const own = useSignal(false);
  const open = name ? opened.value.has(name) : own.value;
  return (
    <details
      class="kind"
      open={open}
      onToggle={(event) => {
        if (name) setOpen(name, event.currentTarget.open);
        else own.value = event.currentTarget.open;
      }}
    >
      <summary>{title}</summary>
      {open && children}
    </details>
  );
}

export function Spinner({ text }: { text?: string }) {
  return (
    <div class="state" role="status">
      <span class="spinner" aria-hidden="true" />
      <p>{text ?? t("loading")}</p>
    </div>
  );
}

interface EmptyProps {
  title: string;
  lead?: string;
  children?: ComponentChildren;
}

export function Empty({ title, lead, children }: EmptyProps) {
  return (
    <div class="state">
      <h2>{title}</h2>
      {lead && <p>{lead}</p>}
      {children}
    </div>
  );
}

interface FailedProps {
  error: unknown;
  onRetry?: () => void;
  children?: ComponentChildren;
}

export function Failed({ error, onRetry, children }: FailedProps) {
  return (
    <div class="state bad" role="alert">
      <h2>{t("error.title")}</h2>
      <p>{wordsOf(error)}</p>
      {onRetry && (
        <button type="button" class="button" onClick={onRetry}>
          {t("error.retry")}
        </button>
      )}
      {children}
    </div>
  );
}

/** A country's name, or its code in capitals where the page has no name for it. */
export function countryName(key: string): string {
  const known = `country.${key}` as Key;
  return ["rs", "ba", "me", "mk", "al", "xk", "other", "unknown"].includes(key)
    ? t(known)
    : key.toUpperCase();
}

/** A group of countries as networks have it: `me+rs` is of whoever belongs to both. */
export function groupName(code: string): string {
  return code
    .split("+")
    .map((one) => areaName(one, one.toUpperCase()))
    .join(" + ");
}

/** The note that Kosovo* never stands without, where it is among some codes. */
export function Footnote({ codes }: { codes: readonly string[] }) {
  if (!codes.some((code) => code.split(/[+-]/).includes("xk"))) return null;
  return <p class="footnote">{t("country.footnote")}</p>;
}

export function Countries({ codes }: { codes: readonly string[] }) {
  return (
    <>
      {codes.map((code) => {
        const key = countryKey([code]);
        return (
          <span class="country" key={code} title={countryName(key === OTHER ? code : key)}>
            <i class="dot" style={{ background: countryColour(key) }} />
            {code.toUpperCase()}
            {code === "xk" && "*"}
          </span>
        );
      })}
    </>
  );
}
