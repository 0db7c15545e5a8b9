import { defineConfig } from 'vitest/config'

/** The unit tests of what is mutated; those that need a database or a server take no part. */
export default defineConfig({
  test: {
    setupFiles: ['tests/support/property-seed.ts'],
    testTimeout: 60_000,
    include: ['src/{core,methods}/**/*.test.ts', 'packages/aggregation/src/rankings/*.test.ts'],
    exclude: [
      '**/*.store.test.ts',
      'node_modules/**',
      'src/core/{file,exchange,organisation,person,text}/**',
      'src/core/ledger/verify/**'
    ]
  }
})
