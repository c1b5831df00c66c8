import type { Lesson, Text } from '../teaching/index.ts'

export interface LessonSummary {
  /** `track/lesson`, with the folders' numbers cut off; the address and the key of its session. */
  readonly path: string
  readonly folder: string
  readonly track: string
  readonly minutes: number
  readonly title: Text
  readonly summary: Text
}

export interface Track {
  readonly id: string
  readonly title: Text
  readonly summary?: Text
  readonly lessons: readonly LessonSummary[]
}

type Summary = Pick<Lesson, 'id' | 'minutes' | 'title' | 'summary'>

const summaries = import.meta.glob<Summary>('../../lessons/*/*/lesson.yaml', { query: '?summary', import: 'default', eager: true })
const trackFiles = import.meta.glob<{ title: Text; summary?: Text }>('../../lessons/*/track.yaml', { import: 'default', eager: true })
const lessonFiles = import.meta.glob<Lesson>('../../lessons/*/*/lesson.yaml', { import: 'default' })

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
    summary: summary.summary,
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

/** A lesson with its address. */
export interface OpenLesson extends Lesson {
  readonly path: string
}

/** A lesson with everything that it needs to be opened, or undefined if this build has no such lesson. */
export async function openLesson(path: string): Promise<OpenLesson | undefined> {
  const summary = lessons.find((lesson) => lesson.path === path)
  const lesson = summary && (await lessonFiles[`../../lessons/${summary.folder}/lesson.yaml`]?.())
  return lesson && { ...lesson, path }
}
