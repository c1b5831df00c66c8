import type { Machine } from '../../machine/index.ts'

const mebibyte = 1024 ** 2

/** @simplified: a system's own share and one for each process; what Pods use is not measured here */
export const memoryOf = (
  machine: Machine,
): { readonly total: number; readonly used: number; readonly cached: number; readonly shared: number } => {
  const total = machine.hardware.memoryBytes
  const used = Math.min(total * 0.8, 220 * mebibyte + machine.processes.size * 24 * mebibyte)
  return { total, used, cached: Math.min(total * 0.15, 640 * mebibyte), shared: 3 * mebibyte }
}
