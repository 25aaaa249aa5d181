/** A page as it was scanned or printed, its mentions and the evidence marked on it. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { BOXES } from "../api/queries";
import type { Mention } from "../api/types";
import { t } from "../i18n";
import { type Rect, rectsOf, WHOLE, type WordBox } from "../model/boxes";
import { sentenceAround } from "../model/text";
import { place, selectNode } from "../state/place";
import { Empty, Failed, IconButton, Spinner } from "./parts";
import { useAsk } from "./useAsk";

interface Answer {
  document: { boxes: WordBox[] } | null;
}

interface Props {
  id: string;
  page: { number: number; text: string };
  image: string;
  mentions: readonly Mention[];
}

export function PagePicture({ id, page, image, mentions }: Props) {
  const asked = useAsk<Answer>(BOXES, { id, page: page.number }).value;
  const drawn = useSignal<"waiting" | "there" | "failed">("waiting");
  const near = useSignal(false);
  const body = useRef<HTMLDivElement>(null);
  const { start, end } = place.value;
  const boxes = asked.state === "ready" ? (asked.data.document?.boxes ?? []) : [];
  useEffect(() => {
    body.current?.querySelector("rect.exact")?.scrollIntoView({ block: "center" });
  }, [start, end, boxes.length, drawn.value, near.value]);
  if (asked.state === "failed") return <Failed error={asked.error} />;
  if (drawn.value === "failed") return <Empty title={t("doc.noPicture")} />;
  return (
    <div class="page-picture" ref={body} tabIndex={0}>
      {drawn.value === "waiting" && <Spinner />}
      <div class={near.value ? "sheet near" : "sheet"}>
        <img
          src={image}
          alt={t("doc.pictureOf", { n: page.number })}
          onLoad={() => {
            drawn.value = "there";
          }}
          onError={() => {
            drawn.value = "failed";
          }}
        />
        {drawn.value === "there" && <Marks boxes={boxes} text={page.text} mentions={mentions} />}
      </div>
      <div class="zoom">
        <IconButton
          icon={near.value ? "minus" : "plus"}
          label={t(near.value ? "doc.smaller" : "doc.larger")}
          onClick={() => {
            near.value = !near.value;
          }}
        />
      </div>
    </div>
  );
}

interface MarksProps {
  boxes: readonly WordBox[];
  text: string;
  mentions: readonly Mention[];
}

function Marks({ boxes, text, mentions }: MarksProps) {
  const { start, end } = place.value;
  const asked = start !== null && end !== null;
  const [low, high] = asked ? sentenceAround(text, start, end) : [0, 0];
  return (
    <svg viewBox={`0 0 ${WHOLE} ${WHOLE}`} preserveAspectRatio="none" aria-label={t("doc.marks")}>
      {asked && <Rects look="sentence" rects={rectsOf(boxes, low, high)} />}
      {mentions.map((mention) => (
        <Spot
          key={`${mention.start} ${mention.end} ${mention.entity}`}
          mention={mention}
          rects={rectsOf(boxes, mention.start, mention.end)}
        />
      ))}
      {asked && <Rects look="exact" rects={rectsOf(boxes, start, end)} />}
    </svg>
  );
}

function Rects({ look, rects }: { look: string; rects: readonly Rect[] }) {
  return (
    <>
      {rects.map((rect) => (
        <rect key={`${rect.x} ${rect.y}`} class={look} {...rect} />
      ))}
    </>
  );
}

/** A mention: a button where it leads to an entity, a mark where it does not. */
function Spot({ mention, rects }: { mention: Mention; rects: readonly Rect[] }) {
  const { entity } = mention;
  if (rects.length === 0) return null;
  const chosen = entity !== null && entity === place.value.node;
  const look = chosen ? "mention chosen" : "mention";
  if (!entity) return <Rects look={look} rects={rects} />;
  const choose = () => selectNode(entity);
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button
    <g
      role="button"
      tabindex={0}
      aria-label={mention.text}
      aria-pressed={chosen}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose();
      }}
    >
      <title>{mention.type}</title>
      <Rects look={look} rects={rects} />
    </g>
  );
}
