/** RFC 3339 with whole seconds, as `metav1.Time` is written. */
export const timestamp = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`

/** Milliseconds since 1970 of a `metav1.Time` or `metav1.MicroTime`; 0 if absent. */
export const milliseconds = (time: string | undefined): number => (time ? Date.parse(time) : 0)
