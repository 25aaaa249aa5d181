/** The drawing's colours, read from the page's own style so that both always agree. */

export interface Colours {
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly edge: string;
  readonly edgeCross: string;
  readonly path: string;
  readonly selected: string;
  readonly start: string;
  readonly end: string;
  readonly faded: string;
}

/** Read the custom properties that the current theme sets on the document. */
export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: of("--canvas"),
    ink: of("--ink"),
    muted: of("--ink-2"),
    edge: of("--edge"),
    edgeCross: of("--edge-cross"),
    path: of("--path"),
    selected: of("--accent"),
    start: of("--start"),
    end: of("--end"),
    faded: of("--faded"),
  };
}
