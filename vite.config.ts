import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'
import { compileMessages } from './scripts/messages/compile.ts'
import manifest from './package.json' with { type: 'json' }

/** Texts first: everything else imports them. While developing, again whenever one changes. */
const messages: Plugin = {
  name: 'messages',
  enforce: 'pre',
  configResolved: ({ root }) => compileMessages(root),
  configureServer: ({ watcher, config }) => {
    watcher.on('change', file => {
      if (/(locales\/[^/]+|messages)\/\w\w\.json$/.test(file)) void compileMessages(config.root)
    })
  }
}

// SvelteKit advises at every build that the root tsconfig should extend one it generates. Ours serves plain Node first, and
// that advice would be the first thing people see at their first start.
const { warn } = console
console.warn = (...words: unknown[]) => {
  if (!String(words[0]).includes('tsconfig_extends_missing')) warn(...words)
}

export default defineConfig({
  plugins: [
    messages,
    sveltekit({
      adapter: adapter(),
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          'img-src': ['self', 'data:'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['none']
        }
      },
      paths: { relative: false },
      // Pages carry no framework; a fixed name keeps two builds of the same sources equal.
      version: { name: manifest.version, pollInterval: 0 }
    })
  ],
  // Enhancements are imported as `?worker&url`: one hashed file each, an ES module.
  worker: { format: 'es' }
})
