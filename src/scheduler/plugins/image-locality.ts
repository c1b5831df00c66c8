import type { NodeInfo } from '../node-info.ts'
import { maxScore } from '../plugin.ts'
import type { Plugin } from '../plugin.ts'

const megabyte = 1024 * 1024
const least = 23 * megabyte
const mostPerContainer = 1000 * megabyte

/** The name under which a kubelet reports an image: with a tag. */
const normalized = (image: string): string => (image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image)

/** Prefers nodes that hold a Pod's images already, the less the rarer these are. */
export const imageLocality: Plugin = {
  name: 'ImageLocality',
  weight: 1,
  score: ({ pod }, cluster) => {
    const images = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].map((container) =>
      normalized(container.image ?? ''),
    )
    const total = cluster.nodeList.length
    const most = mostPerContainer * images.length
    const sumOf = (node: NodeInfo): number =>
      images.reduce((sum, image) => sum + Math.floor((node.images.get(image) ?? 0) * ((cluster.imageNodes.get(image) ?? 0) / total)), 0)
    return { score: (node) => Math.floor((maxScore * (Math.min(Math.max(sumOf(node), least), most) - least)) / (most - least)) }
  },
}
