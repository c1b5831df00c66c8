const chunkLimit = 512

/** The first index in a sorted array whose element is not less than `key`. */
const lowerBound = (sorted: readonly string[], key: string): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < key) low = middle + 1
    else high = middle
  }
  return low
}

/** A sorted set of strings in chunks of at most 512, so that neither insertion nor a range touches all of it. */
export class SortedKeys {
  readonly #chunks: string[][] = [[]]

  /** The chunk where `key` is or would be. */
  #chunkOf(key: string): number {
    let low = 0
    let high = this.#chunks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#chunks[middle]![0]! <= key) low = middle
      else high = middle - 1
    }
    return low
  }

  add(key: string): void {
    const at = this.#chunkOf(key)
    const chunk = this.#chunks[at]!
    const index = lowerBound(chunk, key)
    if (chunk[index] === key) return
    chunk.splice(index, 0, key)
    if (chunk.length > chunkLimit) this.#chunks.splice(at + 1, 0, chunk.splice(chunkLimit / 2))
  }

  delete(key: string): void {
    const at = this.#chunkOf(key)
    const chunk = this.#chunks[at]!
    const index = lowerBound(chunk, key)
    if (chunk[index] !== key) return
    chunk.splice(index, 1)
    if (chunk.length === 0 && this.#chunks.length > 1) this.#chunks.splice(at, 1)
  }

  /** The keys in [from, to), in order. */
  *range(from: string, to: string): Generator<string, void> {
    let at = this.#chunkOf(from)
    let index = lowerBound(this.#chunks[at]!, from)
    for (; at < this.#chunks.length; at++, index = 0) {
      const chunk = this.#chunks[at]!
      for (; index < chunk.length; index++) {
        if (chunk[index]! >= to) return
        yield chunk[index]!
      }
    }
  }

  /** How many keys lie in [from, to), without visiting them. */
  count(from: string, to: string): number {
    return Math.max(0, this.#rank(to) - this.#rank(from))
  }

  #rank(key: string): number {
    const at = this.#chunkOf(key)
    let rank = lowerBound(this.#chunks[at]!, key)
    for (let i = 0; i < at; i++) rank += this.#chunks[i]!.length
    return rank
  }
}
