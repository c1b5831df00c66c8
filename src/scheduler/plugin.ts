import type { KubeObject, Node } from '../api/index.ts'
import type { Cluster } from './cluster.ts'
import type { NodeInfo } from './node-info.ts'
import type { PodInfo } from './pod-info.ts'

/** Why a node does not take a Pod. `unresolvable`: removing other Pods would not help. */
export interface Rejection {
  readonly reasons: readonly string[]
  readonly unresolvable: boolean
}

export type NodeFilter = (node: NodeInfo) => Rejection | undefined

/** What a plugin finds before it looks at single nodes. */
export interface Preparation {
  readonly filter?: NodeFilter
  /** Refuses the Pod altogether. */
  readonly rejection?: Rejection
  /** Only these nodes can take the Pod. */
  readonly onlyNodes?: ReadonlySet<string>
}

export interface Scoring {
  readonly score: (node: NodeInfo) => number
  /** Maps raw scores to 0..100, by node in the order in which they were scored. */
  readonly normalize?: (scores: readonly number[], nodes: readonly NodeInfo[]) => readonly number[]
}

/** A change in the cluster that may make a Pod schedulable. */
export type ClusterEvent =
  | { readonly what: 'node'; readonly node: Node; readonly previous?: Node }
  | { readonly what: 'pod-added' | 'pod-removed'; readonly pod: PodInfo }
  | { readonly what: 'pod-updated'; readonly pod: PodInfo; readonly previous: PodInfo }
  | { readonly what: 'storage'; readonly object: KubeObject }

/** One concern of scheduling; one file each in plugins/. */
export interface Plugin {
  readonly name: string
  /** Weight of its score. */
  readonly weight?: number
  /** Looks once at the Pod and the cluster; undefined if it has no objection to any node. */
  readonly prepare?: (pod: PodInfo, cluster: Cluster) => Preparation | undefined
  /** Scores the nodes that passed; undefined if it does not care. */
  readonly score?: (pod: PodInfo, cluster: Cluster, nodes: readonly NodeInfo[]) => Scoring | undefined
  /** True if an event may turn this plugin's objection to a Pod (queueing hint). */
  readonly mayHelp?: (event: ClusterEvent, pod: PodInfo, cluster: Cluster) => boolean
}

export const maxScore = 100

/** Scales scores to 0..100 by their maximum (`DefaultNormalizeScore`). */
export const byMaximum =
  (reverse: boolean) =>
  (scores: readonly number[]): readonly number[] => {
    const most = Math.max(0, ...scores)
    if (most === 0) return reverse ? scores.map(() => maxScore) : scores
    return scores.map((score) => {
      const scaled = Math.floor((maxScore * score) / most)
      return reverse ? maxScore - scaled : scaled
    })
  }
