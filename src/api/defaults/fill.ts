/** The object with what it lacks; the same object if it lacks nothing. */
export const fill = <T extends object>(object: T, defaults: Partial<T>): T => {
  let filled: T | undefined
  for (const key in defaults) {
    if (object[key] !== undefined || defaults[key] === undefined) continue
    filled ??= { ...object }
    filled[key] = defaults[key] as T[typeof key]
  }
  return filled ?? object
}

/** A list whose members are changed; the same list if none is. */
export const mapShared = <T>(list: readonly T[] | undefined, change: (item: T) => T): readonly T[] | undefined => {
  if (!list) return list
  let changed = false
  const result = list.map((item) => {
    const next = change(item)
    changed ||= next !== item
    return next
  })
  return changed ? result : list
}

/** The object with one field changed; the same object if the field stays as it is. */
export const change = <T extends object, K extends keyof T>(object: T, key: K, make: (value: NonNullable<T[K]>) => T[K]): T => {
  const value = object[key]
  if (value === undefined || value === null) return object
  const next = make(value)
  return next === value ? object : { ...object, [key]: next }
}
