// Begins an entry: `npm run new -- verb NAME`, or kind, controller, program, image, lesson. See CONTRIBUTING.md for the steps that follow.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
const title = (name) => camel(name).replace(/^\w/, (letter) => letter.toUpperCase())

const beginnings = {
  verb: (name) => ({
    [`src/kubectl/verbs/${name}.ts`]: `import type { Verb } from '../verb.ts'\n\nexport const ${camel(name)}: Verb = {\n  name: '${name}',\n  summary: '',\n  usage: '${name} [flags]',\n  flags: [],\n  run: async (invocation) => {\n    const session = await invocation.connect()\n    await invocation.out(\`\${session}\\n\`)\n    return 0\n  },\n}\n`,
  }),
  kind: (name) => ({
    [`src/api/kinds/${name}.ts`]: `import type { ${title(name).replace(/s$/, '')} } from '../generated/types.ts'\nimport type { Kind } from '../kind.ts'\n\nexport const ${camel(name)}: Kind<${title(name).replace(/s$/, '')}> = {\n  group: '',\n  version: 'v1',\n  kind: '${title(name).replace(/s$/, '')}',\n  plural: '${name.replaceAll('-', '')}',\n  singular: '${name.replaceAll('-', '').replace(/s$/, '')}',\n  shortNames: [],\n  categories: [],\n  namespaced: true,\n  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],\n  subresources: [],\n  type: '${title(name).replace(/s$/, '')}',\n  withDefaults: (object) => object,\n  validate: () => [],\n  columns: [],\n}\n`,
  }),
  controller: (name) => ({
    [`src/controllers/${name}.ts`]: `import type { Controller } from '../client/index.ts'\n\nexport const ${camel(name)}: Controller = {\n  name: '${name}',\n  watches: [],\n  reconcile: (key, context) => {\n    context.requeueAt(key, context.clock.now)\n  },\n}\n`,
  }),
  program: (name) => ({
    [`src/programs/system/${name}.ts`]: `import type { Program } from '../../machine/index.ts'\nimport { getopt, gnuWording } from '../getopt.ts'\n\nexport const ${camel(name)}: Program = {\n  name: '${name}',\n  summary: '',\n  run: async (process) => {\n    const options = getopt(process.argv.slice(1), [], gnuWording('${name}'))\n    await process.print(\`\${options.operands.join(' ')}\\n\`)\n    return 0\n  },\n}\n`,
  }),
  image: (name) => ({
    [`src/world/images/${name}.ts`]: `import type { Image } from '../../kubelet/index.ts'\n\nexport const ${camel(name)}: Image = {\n  name: '${name}',\n  repositories: ['docker.io/library/${name}'],\n  tags: ['latest'],\n  versionOf: () => ({ sizeBytes: 50_000_000, config: { command: ['sleep', 'infinity'] } }),\n}\n`,
  }),
  lesson: (name) => {
    const text = '{en: "", ko: ""}'
    return {
      [`lessons/${name}/lesson.yaml`]: `id: ${name.split('/').at(-1).replace(/^\d+-/, '')}\ntrack: ${name.split('/')[0].replace(/^\d+-/, '')}\nminutes: 10\ntitle: ${text}\nsummary: ${text}\nworld: {seed: 1}\nchecks: []\n`,
      [`lessons/${name}/en.md`]: '',
      [`lessons/${name}/ko.md`]: '',
      [`lessons/${name}/solution.sh`]: '',
      [`lessons/${name}/wrong/nothing.sh`]: '# fails: CHECK\n',
    }
  },
}

const [what, name] = process.argv.slice(2)
const files = name && beginnings[what]?.(name)
if (!files) {
  console.error(
    `Expected ${Object.keys(beginnings).join(', ')} and a name but found ${[what, name].filter(Boolean).join(' ') || 'nothing'}.`,
  )
  process.exit(2)
}
for (const [path, text] of Object.entries(files)) {
  if (existsSync(join(root, path))) {
    console.error(`Expected a new name but found ${path}.`)
    process.exit(1)
  }
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  console.log(path)
}
