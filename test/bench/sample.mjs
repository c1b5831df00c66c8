// Runs a measurement several times, each in a process of its own.
import { spawn } from 'node:child_process'
import { root } from './build.mjs'

/** What a process printed, and the seconds that it took. */
export const runProcess = (words, limit = 600_000) =>
  new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], timeout: limit })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      const seconds = (performance.now() - started) / 1000
      if (code === 0) resolve({ output, seconds })
      else reject(new Error(`Expected ${words.join(' ')} to end well but found ${code ?? 'that it was killed'}.`))
    })
  })

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The median of one field over `runs` runs of a bundle; undefined unless all of them ended what they began. */
export const sample = async (bundle, words, runs, field = 'seconds') => {
  const values = []
  for (let run = 0; run < runs; run++) {
    const result = JSON.parse((await runProcess([bundle, ...words.map(String)])).output)
    if (!result.ended) return undefined
    values.push(result[field])
  }
  return median(values)
}
