/** Arrow keys among nodes and tiles: left and right in order, up and down to the nearest by place. True if the key was used. */
export function moveFocus(event: KeyboardEvent): boolean {
  const tree = event.currentTarget
  if (!(tree instanceof HTMLElement) || !event.key.startsWith('Arrow')) return false
  const items = [...tree.querySelectorAll<HTMLElement>('[data-uid]')]
  const here = items.indexOf(document.activeElement as HTMLElement)
  const current = items[here]
  const next = current ? neighbour(items, current, here, event.key) : items[0]
  if (!next) return false
  if (current) current.tabIndex = -1
  next.tabIndex = 0
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
  event.preventDefault()
  return true
}

function neighbour(items: readonly HTMLElement[], current: HTMLElement, index: number, key: string): HTMLElement | undefined {
  if (key === 'ArrowRight') return items[index + 1]
  if (key === 'ArrowLeft') return items[index - 1]
  const from = current.getBoundingClientRect()
  const down = key === 'ArrowDown'
  const beyond = items
    .map((item) => ({ item, box: item.getBoundingClientRect() }))
    .filter(({ box }) => (down ? box.top >= from.bottom - 4 : box.bottom <= from.top + 4))
    .map(({ item, box }) => ({ item, distance: Math.abs(box.top - from.top) * 3 + Math.abs(box.left - from.left) }))
    .sort((a, b) => a.distance - b.distance)
  return beyond[0]?.item
}
