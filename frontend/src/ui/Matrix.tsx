/** A matrix of countries or areas: rows lead to columns; the darker, the more. */

import { tn } from "../i18n";
import { matrixOf, shadeOf } from "../model/flows";

export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

interface Props {
  label: string;
  flows: readonly Flow[];
  /** Names by code, in the order of rows and columns. */
  names: ReadonlyMap<string, string>;
  /** The cell that is pressed. */
  chosen?: { from: string; to: string } | null;
  /** Where there is none, cells are only read. */
  onChoose?: (next: { from: string; to: string } | null) => void;
}

export function Matrix({ label, flows, names, chosen, onChoose }: Props) {
  const codes = [...names.keys()];
  const cells = matrixOf(flows, codes);
  const most = Math.max(1, ...flows.map((flow) => flow.count));
  return (
    <div class="matrix-place">
      <table class="matrix" aria-label={label}>
        <thead>
          <tr>
            <td />
            {codes.map((code) => (
              <th key={code} scope="col" title={names.get(code)}>
                {short(code)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {codes.map((from, row) => (
            <tr key={from}>
              <th scope="row" title={names.get(from)}>
                {short(from)}
              </th>
              {codes.map((to, column) => {
                const count = cells[row]?.[column] ?? null;
                if (count === null) return <td key={to} />;
                const words = `${names.get(from)} → ${names.get(to)}: ${tn("count.links", count)}`;
                const here = chosen?.from === from && chosen.to === to;
                const style = { "--shade": `${Math.round(12 + 38 * shadeOf(count, most))}%` };
                return (
                  <td key={to}>
                    {onChoose ? (
                      <button
                        type="button"
                        aria-label={words}
                        title={words}
                        aria-pressed={here}
                        style={style}
                        onClick={() => onChoose(here ? null : { from, to })}
                      >
                        {count}
                      </button>
                    ) : (
                      <span class="cell" title={words} style={style}>
                        {count}
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A code as it stands at the edge; Kosovo* never without its mark. */
export function short(code: string): string {
  const mark = (one: string) => (one.includes("xk") ? "*" : "");
  if (!code.includes("+")) return `${code.slice(0, 3).toUpperCase()}${mark(code)}`;
  const parts = code.split("+").map((one) => `${one.toUpperCase()}${mark(one)}`);
  return parts.join("+");
}
