// `npm run bench [-- --runs N --only headless|page]`: how fast it is, beside @ngrok/webernetes, in one run on one machine.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { buildBench, root } from './build.mjs'
import { headless } from './headless.mjs'
import { pageMeasurements } from './page.mjs'

const option = (name, otherwise) => {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const runs = Number(option('--runs', 5))
const only = option('--only', '')

const number = (value, unit) => (value === undefined ? '–' : `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`)
const targetText = ({ ratio, atMost } = {}, unit) =>
  ratio !== undefined ? `${ratio} times faster` : atMost !== undefined ? `at most ${atMost} ${unit}` : ''

const isMet = ({ own, ratio, target }) => {
  if (!target) return undefined
  return target.ratio === undefined ? own !== undefined && own <= target.atMost : ratio !== undefined && ratio >= target.ratio
}

const print = (rows) => {
  const table = [
    ['measurement', 'Bottleship', 'webernetes', 'ratio', 'target', ''],
    ...rows.map(({ name, unit, own, peer, ratio, target, met }) => [
      name,
      number(own, unit),
      number(peer, unit),
      ratio === undefined ? '–' : `${ratio.toFixed(1)}×`,
      targetText(target, unit),
      met === undefined ? '' : met ? 'met' : 'MISSED',
    ]),
  ]
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)))
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
  console.log()
  for (const { name, remark } of rows) if (remark) console.log(`${name}: ${remark}.`)
}

const bundles = await buildBench()
const rows = []
const groups = { headless, page: pageMeasurements }
for (const measure of Object.entries(groups).flatMap(([name, measures]) => (only === '' || only === name ? measures : []))) {
  const row = await measure(bundles, runs)
  const ratio = row.own !== undefined && row.peer !== undefined ? row.peer / row.own : undefined
  const complete = { ...row, ...(ratio === undefined ? {} : { ratio }) }
  rows.push({ ...complete, met: isMet(complete) })
  console.error(
    `measured: ${row.name}: ${number(row.own, row.unit)}${row.peer === undefined ? '' : `, webernetes ${number(row.peer, row.unit)}`}`,
  )
}
print(rows)
const machine = { node: process.version, processors: cpus().length, model: cpus()[0]?.model }
writeFileSync(
  join(root, 'test/bench/results.json'),
  `${JSON.stringify({ at: new Date().toISOString(), machine, runs, rows }, undefined, 2)}\n`,
)
process.exitCode = rows.some(({ met }) => met === false) ? 1 : 0
