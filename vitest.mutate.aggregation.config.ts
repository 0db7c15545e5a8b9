import { defineConfig } from 'vitest/config'

/** The tests of the aggregation library, those that compare speeds or need workers aside. */
export default defineConfig({
  test: {
    include: ['packages/aggregation/src/**/*.test.ts'],
    exclude: ['packages/aggregation/src/worker/**', 'node_modules/**']
  }
})
