import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../base/index.ts'
import { bufferReader, CollectingWriter } from '../../machine/index.ts'
import { Grader, parseLesson, type Lesson, type LessonFiles, type Verdict } from '../../teaching/index.ts'
import { settle, World } from '../../world/index.ts'
import { createEvaluate } from '../evaluate.ts'
import { programs } from '../programs.ts'
import { parseArguments } from './arguments.ts'
import { hop } from './node-hop.ts'

const scriptLimit = 3_600_000
const settleLimit = 300_000

/** A lesson's folder: the lesson, its solution and its near misses. */
interface Folder {
  readonly path: string
  readonly lesson: Lesson
  readonly solution: string
  readonly wrong: readonly { readonly name: string; readonly text: string }[]
}

const filesIn = (path: string): LessonFiles =>
  Object.fromEntries(
    readdirSync(path)
      .filter((name) => statSync(join(path, name)).isFile())
      .map((name) => [name, readFileSync(join(path, name), 'utf8')]),
  )

/** Every folder below `root` that has a lesson.yaml. */
export const lessonFolders = (root: string): Folder[] => {
  if (existsSync(join(root, 'lesson.yaml'))) {
    const files = filesIn(root)
    const wrong = existsSync(join(root, 'wrong'))
      ? Object.entries(filesIn(join(root, 'wrong'))).map(([name, text]) => ({ name, text }))
      : []
    return [{ path: root, lesson: parseLesson(files), solution: files['solution.sh'] ?? '', wrong }]
  }
  return readdirSync(root)
    .sort()
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isDirectory())
    .flatMap(lessonFolders)
}

/** The verdicts on a script that somebody ran in the lesson's world. */
export const attempt = async (lesson: Lesson, script: string): Promise<readonly Verdict[]> => {
  const bugs: unknown[] = []
  const world = new World({ scenario: lesson.world, hop, programs, onBug: (error) => void bugs.push(error) })
  await world.boot()
  const grader = new Grader({ world, checks: lesson.checks, hop, evaluate: createEvaluate() })
  const output = new CollectingWriter()
  const process = world.machine(world.controlPlane.hostname).spawn(['bash', '-c', script], {
    stdin: bufferReader(''),
    stdout: output,
    stderr: output,
    cwd: '/root',
    env: new Map([
      ['HOME', '/root'],
      ['USER', 'root'],
      ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ]),
  })
  const ended = await world.runUntil(() => process.exitCode !== undefined, scriptLimit)
  if (bugs.length > 0) throw bugs[0]
  if (!ended) throw new Error(`Expected the script to end but found it still running after an hour:\n${output.text}`)
  await settle(world, settleLimit)
  const verdicts = await grader.judge()
  grader.stop()
  return verdicts
}

const describe = ({ check, state, expected, observed }: Verdict): string =>
  `${check} is ${state} (expected ${expected}, observed ${observed})`

/** Each proof's name and what is wrong, if anything. */
const prove = async function* ({
  lesson,
  solution,
  wrong,
}: Folder): AsyncGenerator<{ readonly name: string; readonly problem?: string }, void, void> {
  const judge = async (name: string, script: string, problem: (verdicts: readonly Verdict[]) => Verdict | string | undefined) => {
    const found = problem(await attempt(lesson, script))
    return {
      name: `${lesson.id}: ${name}`,
      ...(found === undefined ? {} : { problem: typeof found === 'string' ? found : describe(found) }),
    }
  }
  yield await judge('untouched, nothing is passed', ':', (verdicts) => verdicts.find(({ state }) => state === 'passed'))
  yield await judge('solution.sh passes', solution, (verdicts) => verdicts.find(({ state }) => state !== 'passed'))
  for (const { name, text } of wrong) {
    const named = /^# fails: (\S+)/.exec(text)?.[1]
    yield await judge(`wrong/${name} fails ${named}`, text, (verdicts) => {
      const verdict = verdicts.find(({ check }) => check === named)
      if (!verdict)
        return `Expected a first line "# fails: CHECK" that names one of ${lesson.checks.map(({ id }) => id).join(', ')} but found ${named ?? 'none'}.`
      return verdict.state === 'failed' ? undefined : verdict
    })
  }
}

/** `bottleship lesson test`: every lesson proves itself. */
export const lesson = async (words: readonly string[]): Promise<number> => {
  const {
    options,
    words: [verb, ...ids],
  } = parseArguments('lesson', words, { '--lessons': true })
  if (verb !== 'test') throw new UsageError(`bottleship lesson: Expected test but found ${verb ?? 'nothing'}.`, 2)
  const folders = lessonFolders(options.get('--lessons') ?? 'lessons')
  for (const id of ids)
    if (!folders.some((folder) => folder.lesson.id === id))
      throw new UsageError(
        `bottleship lesson test: Expected one of ${folders.map((folder) => folder.lesson.id).join(', ')} but found ${id}.`,
        2,
      )
  let [passed, failed] = [0, 0]
  for (const folder of folders.filter((one) => ids.length === 0 || ids.includes(one.lesson.id))) {
    for await (const { name, problem } of prove(folder)) {
      if (problem === undefined) passed++
      else failed++
      console.log(`${problem === undefined ? 'passed' : 'failed'}  ${name}${problem === undefined ? '' : `: ${problem}`}`)
    }
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}
