import type { Scenario } from '../world/scenario.ts'
import type { Check, Text } from '../teaching/lesson.ts'
import type { Language } from './settings.svelte.ts'

export interface LessonSummary {
  /** `track/lesson`, with the folders' numbers cut off; the address and the key of its session. */
  readonly path: string
  readonly folder: string
  readonly track: string
  readonly minutes: number
  readonly title: Text
  readonly summary?: Text
}

export interface Track {
  readonly id: string
  readonly title: Text
  readonly summary?: Text
  readonly lessons: readonly LessonSummary[]
}

/** What lesson.yaml holds; texts and scripts lie beside it. */
export interface LessonFile {
  readonly id: string
  readonly title: Text
  readonly minutes: number
  readonly focus?: string
  readonly world?: Readonly<Record<string, unknown>>
  readonly checks: readonly Check[]
}

type Summary = Pick<LessonFile, 'id' | 'minutes' | 'title'> & { readonly track?: string; readonly summary?: Text }

const summaries = import.meta.glob<Summary>('../../lessons/*/*/lesson.yaml', { query: '?summary', import: 'default', eager: true })
const trackFiles = import.meta.glob<{ title: Text; summary?: Text }>('../../lessons/*/track.yaml', { import: 'default', eager: true })
const lessonFiles = import.meta.glob<LessonFile>('../../lessons/*/*/lesson.yaml', { import: 'default' })
const texts = import.meta.glob<string>('../../lessons/*/*/{en,ko}.md', { query: '?raw', import: 'default' })
const worldFiles = import.meta.glob<string>(['../../lessons/*/*/*.{yaml,yml,sh}', '!../../lessons/*/*/lesson.yaml', '!../../lessons/*/*/solution.sh'], {
  query: '?raw',
  import: 'default',
})

const bare = (folder: string): string => folder.replace(/^\d+-/, '')
const spoken = (id: string): string => id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' ')

function summaryOf(file: string, summary: Summary): LessonSummary {
  const [track = '', lesson = ''] = file.split('/').slice(-3, -1)
  return {
    path: `${bare(track)}/${bare(lesson)}`,
    folder: `${track}/${lesson}`,
    track,
    minutes: summary.minutes,
    title: summary.title,
    ...(summary.summary ? { summary: summary.summary } : {}),
  }
}

/** The tracks of the lessons that exist, in the order of their folders. */
export const tracks: readonly Track[] = (() => {
  const lessons = Object.entries(summaries)
    .map(([file, summary]) => summaryOf(file, summary))
    .sort((a, b) => a.folder.localeCompare(b.folder))
  return [...new Set(lessons.map((lesson) => lesson.track))].map((folder) => {
    const file = trackFiles[`../../lessons/${folder}/track.yaml`]
    const id = bare(folder)
    return { id, title: { en: spoken(id), ko: spoken(id) }, ...file, lessons: lessons.filter((lesson) => lesson.track === folder) }
  })
})()

export const lessons: readonly LessonSummary[] = tracks.flatMap((track) => track.lessons)

export interface OpenLesson extends LessonFile {
  readonly path: string
  readonly text: (language: Language) => Promise<string>
  readonly scenario: Scenario
}

export const defaultScenario: Scenario = {
  base: 'learner',
  kubernetes: 'v1.35.6',
  nodes: ['controlplane', 'node01', 'node02', 'node03'],
  seed: 1,
  startsAt: '2026-01-05T09:00:00Z',
  addons: [],
  manifests: [],
  setup: [],
}

/** A lesson with everything that it needs to be opened, or undefined if this build has no such lesson. */
export async function openLesson(path: string): Promise<OpenLesson | undefined> {
  const summary = lessons.find((lesson) => lesson.path === path)
  const load = summary && lessonFiles[`../../lessons/${summary.folder}/lesson.yaml`]
  if (!summary || !load) return undefined
  const file = await load()
  const text = async (language: Language): Promise<string> =>
    (await (texts[`../../lessons/${summary.folder}/${language}.md`] ?? texts[`../../lessons/${summary.folder}/en.md`])?.()) ?? ''
  return { ...file, path, text, scenario: await scenarioOf(summary.folder, file.world ?? {}) }
}

async function scenarioOf(folder: string, world: Readonly<Record<string, unknown>>): Promise<Scenario> {
  const read = async (name: string): Promise<string> => (await worldFiles[`../../lessons/${folder}/${name}`]?.()) ?? name
  const named = (key: string): readonly string[] => (Array.isArray(world[key]) ? (world[key] as readonly string[]) : [])
  return {
    ...defaultScenario,
    ...(world as Partial<Scenario>),
    manifests: await Promise.all(named('manifests').map(read)),
    setup: await Promise.all(named('setup').map(read)),
  }
}
