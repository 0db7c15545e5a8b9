import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/attacks/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 2
  }
})
