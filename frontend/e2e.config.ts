import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The page and the audits against the real server: one file after the other. */
export default defineConfig({
  root: here(".."),
  resolve: {
    alias: {
      "@klupko": here("src"),
      "graphql-http": here("node_modules/graphql-http/lib/index.mjs"),
      "playwright-core": here("node_modules/playwright-core/index.mjs"),
      vitest: here("node_modules/vitest"),
    },
  },
  test: {
    include: ["tests/e2e/**/*.test.ts"],
    environment: "node",
    testTimeout: 90_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    bail: 1,
  },
});
