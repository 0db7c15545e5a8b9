import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/journeys/**/*.journey.ts'],
    globalSetup: ['tests/journeys/start-server.ts'],
    // One after another: they share a server, and a browser each is enough for two cores.
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 180_000
  }
})
