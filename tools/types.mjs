// Type-checks every part with its own libraries: floors 0 to 7 without DOM and Node, the host, the page, the tests.
import { spawnSync } from 'node:child_process'

const run = (command, ...words) => spawnSync('npx', ['--no-install', command, ...words], { stdio: 'inherit' }).status ?? 1

const codes = [
  run('tsc', '-p', '.'),
  run('tsc', '-p', 'src/host'),
  run('tsc', '-p', 'test'),
  run('svelte-check', '--tsconfig', 'src/app/tsconfig.json', '--output', 'human'),
]
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0
