/** A document's text or pictures, mentions marked, and the sentence that was asked for. */

import { useEffect, useRef } from "preact/hooks";
import { DOCUMENT } from "../api/queries";
import type { DocumentDetail, Mention } from "../api/types";
import { t, tn } from "../i18n";
import { type Segment, type Span, segments, sentenceAround } from "../model/text";
import { closeDocument, go, place, selectNode } from "../state/place";
import { pageView } from "../state/ui";
import { PagePicture } from "./PagePicture";
import { Empty, Failed, IconButton, Spinner } from "./parts";
import { useAsk } from "./useAsk";

interface Answer {
  document: DocumentDetail | null;
}

type Mark = { kind: "sentence" } | { kind: "evidence" } | { kind: "mention"; mention: Mention };

export function DocumentPanel({ id }: { id: string }) {
  const asked = useAsk<Answer>(DOCUMENT, { id });
  const now = asked.value;
  const doc =
    now.state === "ready" ? now.data.document : now.state === "loading" ? now.old?.document : null;
  return (
    <section class="document" aria-label={doc?.name ?? t("loading")}>
      <header class="side-head">
        <div class="grow">
          <h2 class="doc-name" tabIndex={-1} title={doc?.sha256 ?? ""}>
            {doc?.name ?? "…"}
          </h2>
          {doc && (
            <p class="sub">
              {[doc.language, doc.script, kindOf(doc.mediaType)].filter(Boolean).join(" · ")} ·{" "}
              {tn("doc.mentions", doc.mentions.length)}
            </p>
          )}
        </div>
        <IconButton icon="close" label={t("panel.close")} keys="Esc" onClick={closeDocument} />
      </header>
      {now.state === "failed" && <Failed error={now.error} />}
      {now.state === "loading" && !doc && <Spinner />}
      {now.state === "ready" && !doc && <Empty title={t("error.NOT_FOUND")} />}
      {doc && <Pages doc={doc} />}
    </section>
  );
}

const KINDS: Record<string, string> = {
  "image/jpeg": "JPEG",
  "image/png": "PNG",
  "image/tiff": "TIFF",
  "application/pdf": "PDF",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
  "message/rfc822": "EML",
  "text/csv": "CSV",
  "text/html": "HTML",
  "text/plain": "TXT",
};

function kindOf(mediaType: string): string {
  return KINDS[mediaType] ?? mediaType;
}

function Pages({ doc }: { doc: DocumentDetail }) {
  const wanted = place.value.page ?? doc.pages[0]?.number ?? 1;
  const at = Math.max(
    0,
    doc.pages.findIndex((page) => page.number === wanted),
  );
  const page = doc.pages[at];
  if (!page) return <Empty title={t("doc.empty")} />;
  const mentions = doc.mentions.filter((mention) => mention.page === page.number);
  const turn = (step: number) => {
    const next = doc.pages[at + step];
    if (next) go({ page: next.number, start: null, end: null }, true);
  };
  return (
    <>
      {(doc.pages.length > 1 || page.image) && (
        <nav class="pages">
          {doc.pages.length > 1 && (
            <>
              <IconButton
                icon="left"
                label={t("doc.previous")}
                disabled={at === 0}
                onClick={() => turn(-1)}
              />
              <span>{t("doc.page", { n: page.number, total: doc.pages.length })}</span>
              <IconButton
                icon="right"
                label={t("doc.next")}
                disabled={at === doc.pages.length - 1}
                onClick={() => turn(1)}
              />
            </>
          )}
          {page.image && <Views />}
        </nav>
      )}
      {page.image && pageView.value === "picture" ? (
        <PagePicture
          key={page.number}
          id={doc.id}
          page={page}
          image={page.image}
          mentions={mentions}
        />
      ) : (
        <PageText key={page.number} text={page.text} mentions={mentions} />
      )}
    </>
  );
}

/** The choice between a page's text and its picture; arrows go from one to the other. */
function Views() {
  const step = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    pageView.value = pageView.value === "text" ? "picture" : "text";
    const tabs = (event.currentTarget as HTMLElement).querySelectorAll("button");
    tabs[pageView.value === "text" ? 0 : 1]?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={t("doc.view")} onKeyDown={step}>
      {(["text", "picture"] as const).map((view) => (
        <button
          type="button"
          key={view}
          role="tab"
          aria-selected={pageView.value === view}
          tabIndex={pageView.value === view ? 0 : -1}
          onClick={() => {
            pageView.value = view;
          }}
        >
          {t(`doc.${view}`)}
        </button>
      ))}
    </div>
  );
}

function PageText({ text, mentions }: { text: string; mentions: readonly Mention[] }) {
  const { start, end } = place.value;
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    body.current?.querySelector(".sentence")?.scrollIntoView({ block: "center" });
  }, [start, end]);
  const spans: Span<Mark>[] = mentions.map((mention) => ({
    start: mention.start,
    end: mention.end,
    data: { kind: "mention", mention },
  }));
  if (start !== null && end !== null) {
    const [low, high] = sentenceAround(text, start, end);
    spans.push({ start: low, end: high, data: { kind: "sentence" } });
    spans.push({ start, end, data: { kind: "evidence" } });
  }
  return (
    <div class="page-text" ref={body} tabIndex={0}>
      {text.trim() === "" && <p class="muted">{t("doc.empty")}</p>}
      {segments(text, spans).map((segment, i) => (
        <Piece key={i} segment={segment} />
      ))}
    </div>
  );
}

function Piece({ segment }: { segment: Segment<Mark> }) {
  const kinds = new Set(segment.spans.map((span) => span.data.kind));
  const mention = segment.spans
    .map((span) => span.data)
    .find((mark) => mark.kind === "mention")?.mention;
  const quality = `${kinds.has("sentence") ? "sentence" : ""} ${kinds.has("evidence") ? "exact" : ""}`;
  if (!mention) {
    return kinds.has("sentence") || kinds.has("evidence") ? (
      <mark class={quality}>{segment.text}</mark>
    ) : (
      segment.text
    );
  }
  const entity = mention.entity;
  const chosen = entity !== null && entity === place.value.node;
  const look = `mention ${quality} ${chosen ? "chosen" : ""}`;
  if (!entity) {
    return (
      <span class={look} title={mention.type}>
        {segment.text}
      </span>
    );
  }
  return (
    <button type="button" class={look} title={mention.type} onClick={() => selectNode(entity)}>
      {segment.text}
    </button>
  );
}
