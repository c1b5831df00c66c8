import type { KubeObject } from '../api/index.ts'
import type { HttpResponse } from '../machine/index.ts'
import type { ResourceCall } from './context.ts'
import { answer } from './http.ts'
import type { ListBody } from './read.ts'

export type PresentEvent = (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject) => unknown

/** Answers one object in the form that the client accepts. */
export const present = (_call: ResourceCall, object: KubeObject, status = 200): HttpResponse => answer(object, status)

/** Answers a list in the form that the client accepts. */
export const presentList = (_call: ResourceCall, list: ListBody): HttpResponse => answer(list)

/** Gives a watch's events the form that the client accepts. */
export const eventPresenter = (_call: ResourceCall): PresentEvent => (type, object) => ({ type, object })
