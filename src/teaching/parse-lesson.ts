import { parseYaml } from '../base/index.ts'
import { scenarioOf } from '../world/index.ts'
import type { Check, Lesson, Text } from './lesson.ts'

/** The files of a lesson's folder, by name. */
export type LessonFiles = Readonly<Record<string, string>>

const text = (value: unknown, where: string): Text => {
  const { en, ko } = (value ?? {}) as Partial<Text>
  if (typeof en !== 'string' || typeof ko !== 'string')
    throw new Error(`Expected ${where} in en and ko but found ${JSON.stringify(value)}.`)
  return { en, ko }
}

const check = (raw: Readonly<Record<string, unknown>>, lesson: string): Check => {
  const where = `${lesson}: check ${String(raw['id'])}`
  if (typeof raw['id'] !== 'string') throw new Error(`Expected an id of each check of ${lesson} but found none.`)
  if ((raw['run'] === undefined) === (raw['watch'] === undefined))
    throw new Error(`Expected either run or watch in ${where} but found ${raw['run'] === undefined ? 'none' : 'both'}.`)
  return {
    id: raw['id'],
    goal: text(raw['goal'], `${where}: goal`),
    weight: Number(raw['weight'] ?? 1),
    needs: (raw['needs'] ?? []) as readonly string[],
    hints: ((raw['hints'] ?? []) as readonly unknown[]).map((hint, index) => text(hint, `${where}: hint ${index + 1}`)),
    ...(raw['advice'] === undefined ? {} : { advice: text(raw['advice'], `${where}: advice`) }),
    on: String(raw['on'] ?? 'controlplane'),
    ...(raw['run'] === undefined
      ? {}
      : { run: String(raw['run']), expect: (raw['expect'] ?? { code: 0 }) as NonNullable<Check['expect']> }),
    ...(raw['watch'] === undefined ? {} : { watch: raw['watch'] as NonNullable<Check['watch']> }),
  }
}

/** A lesson from the files of its folder; throws an Error that says what is wrong with it. */
export const parseLesson = (files: LessonFiles): Lesson => {
  const raw = parseYaml(files['lesson.yaml'] ?? '') as unknown as Readonly<Record<string, unknown>>
  const id = String(raw?.['id'] ?? '')
  if (id === '') throw new Error('Expected an id in lesson.yaml but found none.')
  const checks = ((raw['checks'] ?? []) as readonly Readonly<Record<string, unknown>>[]).map((one) => check(one, id))
  for (const { id: name, needs } of checks)
    for (const need of needs)
      if (!checks.some((other) => other.id === need))
        throw new Error(`Expected check ${name} of ${id} to need one of its checks but found ${need}.`)
  const world = (raw['world'] ?? {}) as Readonly<Record<string, unknown>>
  const inlined = (names: unknown): readonly string[] =>
    ((names ?? []) as readonly string[]).map((name) => files[name] ?? missing(id, name))
  return {
    id,
    track: String(raw['track'] ?? ''),
    minutes: Number(raw['minutes'] ?? 10),
    ...(raw['source'] === undefined ? {} : { source: String(raw['source']) }),
    title: text(raw['title'], `${id}: title`),
    summary: text(raw['summary'], `${id}: summary`),
    text: { en: files['en.md'] ?? missing(id, 'en.md'), ko: files['ko.md'] ?? missing(id, 'ko.md') },
    world: scenarioOf({ ...world, manifests: inlined(world['manifests']), setup: inlined(world['setup']) }),
    ...(raw['focus'] === undefined ? {} : { focus: String(raw['focus']) }),
    checks,
  }
}

const missing = (lesson: string, file: string): never => {
  throw new Error(`Expected a file ${file} in lesson ${lesson} but found none.`)
}
