/** A number, or a share of `total` when written as a percentage (`intstr.GetScaledValueFromIntOrPercent`). */
export const scaledValue = (value: number | string | undefined, total: number, round: 'up' | 'down', otherwise = 0): number => {
  if (value === undefined) return otherwise
  if (typeof value === 'number') return value
  const percent = Number.parseInt(value, 10)
  if (!/^\d+%$/.test(value) || Number.isNaN(percent)) return otherwise
  return round === 'up' ? Math.ceil((percent * total) / 100) : Math.floor((percent * total) / 100)
}
