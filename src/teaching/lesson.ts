import type { Scenario } from '../world/index.ts'

/** A text in every language of the product. */
export type Text = Readonly<Record<'en' | 'ko', string>>

export type Matcher =
  | { readonly equals: string }
  | { readonly contains: string }
  | { readonly matches: string }
  | { readonly lines: readonly string[] }
  | { readonly json: unknown }
  | { readonly cel: string }
  | { readonly atLeast: number }
  | { readonly code: number }

/** One goal of a lesson: a probe (`run` and `expect`) or an invariant (`watch`). */
export interface Check {
  readonly id: string
  readonly goal: Text
  readonly weight: number
  /** Checks that must have passed before this one is judged. */
  readonly needs: readonly string[]
  readonly hints: readonly Text[]
  /** What to look at when it failed. */
  readonly advice?: Text
  /** The machine that the probe runs on. */
  readonly on: string
  readonly run?: string
  readonly expect?: Matcher
  /** A CEL expression over `object`, evaluated at every change since the lesson began. */
  readonly watch?: { readonly resource: string; readonly always?: string; readonly ever?: string }
}

export type VerdictState = 'open' | 'running' | 'passed' | 'holding' | 'failed' | 'unrunnable'

export interface Verdict {
  readonly check: string
  readonly state: VerdictState
  readonly expected: string
  readonly observed: string
  readonly advice?: Text
  /** Virtual time of the judgement. */
  readonly at: number
}

/** lesson.yaml as a teacher writes it, parsed; texts and scripts come from the files beside it. */
export interface Lesson {
  readonly id: string
  readonly track: string
  readonly minutes: number
  readonly source?: string
  readonly title: Text
  readonly summary: Text
  /** Markdown: an introduction, then `## ` headings, each a step. Code spans and `bash` blocks become chips. */
  readonly text: Text
  readonly world: Scenario
  /** Which workload the map and the chart put in colour, `deployments/kubernetes-bootcamp`. */
  readonly focus?: string
  readonly checks: readonly Check[]
}
