import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The tests live beside those of the other rooms, and find their packages here. */
export default defineConfig({
  root: here(".."),
  resolve: {
    alias: {
      "@klupko": here("src"),
      graphql: here("node_modules/graphql/index.mjs"),
      graphology: here("node_modules/graphology"),
      vitest: here("node_modules/vitest"),
    },
  },
  test: { include: ["tests/frontend/**/*.test.ts"], environment: "node" },
});
