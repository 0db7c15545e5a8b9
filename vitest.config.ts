import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: ['tests/support/property-seed.ts'],
          include: [
            'src/**/*.test.ts',
            'packages/*/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'tests/attacks/**/*.test.ts'
          ],
          exclude: ['**/*.store.test.ts', 'node_modules/**', 'tests/attacks/**/*.store.test.ts'],
          // Nothing is timed here: these only end what hangs, on a machine that is busy with other things too.
          hookTimeout: 60_000,
          testTimeout: 60_000
        }
      },
      {
        // Tests that need a database: they share one PostgreSQL and get a database each.
        test: {
          name: 'store',
          setupFiles: ['tests/support/property-seed.ts'],
          include: ['src/**/*.store.test.ts', 'tests/attacks/**/*.store.test.ts'],
          globalSetup: ['tests/support/start-database.ts'],
          hookTimeout: 60_000,
          testTimeout: 60_000
        }
      }
    ],
    maxWorkers: 2
  }
})
