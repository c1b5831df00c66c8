import type { JsonObject } from '../../../api/index.ts'
import { compact } from '../../json-fields.ts'
import { container, metadata } from './objects.ts'

export interface DeploymentOptions {
  readonly name: string
  readonly namespace?: string
  readonly images: readonly string[]
  readonly command: readonly string[]
  readonly replicas: number
  /** -1 if none was asked for. */
  readonly port: number
  /** Five random characters, for container names made out of images with `_` or `.`. */
  readonly suffix: (name: string) => string
}

const containerName = (image: string, suffix: (name: string) => string): string => {
  const base = image.split('/').at(-1)!.split(':')[0]!.split('@')[0]!
  if (!/[_.]/.test(base)) return base
  const clean = base.replace(/[_.]/g, '-')
  return `${clean}-${suffix(clean)}`
}

/** The Deployment of `kubectl create deployment` (pkg/cmd/create/create_deployment.go). */
export const deploymentObject = (options: DeploymentOptions): JsonObject => {
  const labels = { app: options.name }
  const containers = options.images.map((image, index) =>
    container({
      name: containerName(image, options.suffix),
      image,
      command: options.command,
      ...(index === 0 && options.port >= 0 ? { port: options.port } : {}),
    }),
  )
  return compact({
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: metadata(options.name, options.namespace, labels),
    spec: {
      replicas: options.replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
      strategy: {},
    },
    status: {},
  })
}
