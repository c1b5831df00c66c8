import type { Json, JsonObject } from '../../../api/index.ts'
import { compact, unlessEmpty } from '../../json-fields.ts'

type StringMap = Readonly<Record<string, string>>

/** Metadata as generators write it; empty maps are left out. */
export const metadata = (name: string, namespace: string | undefined, labels?: StringMap, annotations?: StringMap): JsonObject =>
  compact({ name, namespace, labels: unlessEmpty(labels), annotations: unlessEmpty(annotations) })

/** A container as `create deployment`, `create job` and `run` write it, in the order of Go's struct. */
export const container = (fields: {
  readonly name: string
  readonly image: string
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  readonly port?: number
  readonly more?: Readonly<Record<string, Json | undefined>>
}): JsonObject =>
  compact({
    name: fields.name,
    image: fields.image,
    command: unlessEmpty(fields.command),
    args: unlessEmpty(fields.args),
    ports: fields.port === undefined ? undefined : [{ containerPort: fields.port }],
    env: fields.more?.env,
    resources: {},
    ...fields.more,
  })

/** intstr.Parse: digits become a number. */
export const intOrString = (text: string): string | number => (/^[-+]?\d+$/.test(text) && Number(text) <= 0x7fffffff ? Number(text) : text)
