/** Which place is pointed at, on a map or in the list beside it. */

import { signal } from "@preact/signals";

export const pointedPlace = signal<string | null>(null);

/** What shows a place on the map while its row has the pointer, or the focus in it. */
export function pointingAt(key: string) {
  const enter = () => {
    pointedPlace.value = key;
  };
  const leave = () => {
    pointedPlace.value = null;
  };
  return { onMouseEnter: enter, onMouseLeave: leave, onFocusIn: enter, onFocusOut: leave };
}
