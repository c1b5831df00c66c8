import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, runnerImport, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { parse } from 'yaml'

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string }

/** A lesson's folder becomes one object at build time, checked by the same code that grades it; `?summary` keeps what the catalogue shows. */
function lessonFolders(): Plugin {
  type Parser = typeof import('./src/teaching/parse-lesson.ts')
  // Imported here and not above: else every change below floor 7 would restart the development server.
  let parser: Promise<Parser> | undefined
  const load = async (): Promise<Parser> =>
    (await runnerImport<Parser>(fileURLToPath(new URL('./src/teaching/parse-lesson.ts', import.meta.url)))).module
  return {
    name: 'lesson-folders',
    enforce: 'pre',
    async load(id) {
      const [file = '', query = ''] = id.split('?')
      if (/\/lessons\/[^/]+\/track\.yaml$/.test(file))
        return { code: `export default ${JSON.stringify(parse(readFileSync(file, 'utf8')))}`, map: null }
      if (!/\/lessons\/[^/]+\/[^/]+\/lesson\.yaml$/.test(file)) return undefined
      const folder = dirname(file)
      const names = readdirSync(folder).filter((name) => /\.(yaml|yml|md|sh)$/.test(name) && name !== 'solution.sh')
      for (const name of names) this.addWatchFile(join(folder, name))
      parser ??= load()
      const lesson = (await parser).parseLesson(Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])))
      const { id: name, minutes, title, summary } = lesson
      return {
        code: `export default ${JSON.stringify(query.includes('summary') ? { id: name, minutes, title, summary } : lesson)}`,
        map: null,
      }
    },
  }
}

export default defineConfig({
  base: './',
  define: { __PRODUCT__: JSON.stringify(version) },
  plugins: [
    lessonFolders(),
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
  // monaco-vim's browser bundle is UMD and wants all of Monaco as a global; its module build shares ours.
  resolve: {
    alias: [
      { find: /^monaco-editor\/esm\/vs\/(.*)$/, replacement: 'monaco-editor/$1' },
      { find: /^monaco-vim$/, replacement: fileURLToPath(new URL('./node_modules/monaco-vim/dist/index.mjs', import.meta.url)) },
    ],
  },
  worker: { format: 'es' },
  build: { outDir: 'dist/page', target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 5000 },
})
