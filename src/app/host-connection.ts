import * as Comlink from 'comlink'
import type { Frame, SimulationHost } from '../host/protocol.ts'
import SimulationWorker from '../host/worker.ts?worker'

type OnFrame = (frame: Frame) => Promise<void>

export interface HostConnection {
  readonly host: SimulationHost
  /** Makes the frames' callback fit to cross to where the host runs. */
  readonly wrap: (onFrame: OnFrame) => OnFrame
  readonly close: () => void
}

/** Starts the simulator in its worker; `onLost` tells that the worker itself could not run. */
export async function connectHost(onLost: (message: string) => void): Promise<HostConnection> {
  if (import.meta.env.DEV && new URLSearchParams(location.search).has('scripted')) {
    const { createScriptedHost } = await import('./dev/scripted-host.ts')
    return { host: createScriptedHost(), wrap: (onFrame) => onFrame, close: () => {} }
  }
  const worker = new SimulationWorker()
  worker.addEventListener('error', (event) => onLost(event.message || 'The worker stopped'))
  const remote = Comlink.wrap<SimulationHost>(worker)
  return {
    host: remote as Comlink.Remote<SimulationHost> & SimulationHost,
    wrap: (onFrame) => Comlink.proxy(onFrame),
    close: () => worker.terminate(),
  }
}
