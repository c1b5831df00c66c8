import { createSeed, VirtualClock } from '../base/index.ts'
import { Computer } from './computer.ts'
import { Fabric } from './fabric.ts'
import type { Program } from './process-interface.ts'

/** A machine for tests: `programs` lie in /usr/bin, a bug of the simulator fails the test. */
export const createTestMachine = (
  programs: readonly Program[],
  hop: () => Promise<void>,
): { clock: VirtualClock; machine: Computer; fabric: Fabric } => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1), hop)
  const fabric = new Fabric()
  const network = fabric.create({ name: 'test', addresses: ['10.0.0.10'] })
  const machine = new Computer({
    hostname: 'test',
    clock,
    seed: createSeed(1),
    network,
    programs: new Map(programs.map((program) => [program.name, program])),
    hardware: { cpus: 2, memoryBytes: 4e9, diskBytes: 4e10, kernel: '6.8.0-51-generic', os: 'Ubuntu 24.04.1 LTS' },
    onBug: (error) => {
      throw error
    },
  })
  install(machine, programs)
  return { clock, machine, fabric }
}

/** Lays programs into /usr/bin as executables. */
export const install = (machine: Computer, programs: readonly Program[]): void => {
  for (const directory of ['/usr/bin', '/tmp', '/root', '/etc', '/dev']) machine.files.mkdir(directory, { parents: true })
  for (const { name } of programs) machine.installProgram(`/usr/bin/${name}`, name)
}
