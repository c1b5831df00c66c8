import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { parse } from 'yaml'

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string }

/** Lessons' YAML becomes JSON at build time; `?summary` keeps only what the catalogue shows. */
function lessonYaml(): Plugin {
  return {
    name: 'lesson-yaml',
    enforce: 'pre',
    load(id) {
      const [file = '', query = ''] = id.split('?')
      if (!/\/lessons\/.*(lesson|track)\.yaml$/.test(file) || query.includes('raw')) return undefined
      const whole = parse(readFileSync(file, 'utf8')) as Record<string, unknown>
      const { id: name, track, minutes, title, summary } = whole
      return { code: `export default ${JSON.stringify(query.includes('summary') ? { id: name, track, minutes, title, summary } : whole)}`, map: null }
    },
  }
}

export default defineConfig({
  base: './',
  define: { __PRODUCT__: JSON.stringify(version) },
  plugins: [
    lessonYaml(),
    svelte(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: null,
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,woff2,ttf,txt,json}'],
        maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
        cleanupOutdatedCaches: true,
      },
      manifest: {
        name: 'Bottleship',
        short_name: 'Bottleship',
        description: 'A whole Kubernetes cluster in a browser tab.',
        display: 'standalone',
        start_url: './',
        background_color: '#11191f',
        theme_color: '#11191f',
        icons: [{ src: 'logo.svg', sizes: 'any', type: 'image/svg+xml' }],
      },
    }),
  ],
  // monaco-yaml 5.5 still imports the paths that monaco-editor had before 0.56.
  resolve: { alias: [{ find: /^monaco-editor\/esm\/vs\/(.*)$/, replacement: 'monaco-editor/$1' }] },
  worker: { format: 'es' },
  build: { target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 5000 },
})
