import { defineConfig } from 'vitest/config'

/** The tests of the aggregation library, those of its workers aside. */
export default defineConfig({
  test: {
    include: ['packages/aggregation/src/**/*.test.ts'],
    setupFiles: ['tests/support/property-seed.ts'],
    exclude: ['packages/aggregation/src/worker/**', 'node_modules/**'],
    // Nothing is timed here, and instrumented code is slow on a busy machine: what hangs is ended by Stryker.
    testTimeout: 60_000
  }
})
