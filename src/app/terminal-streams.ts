export interface TerminalSink {
  write(data: string): void
  reset(): void
}

const KEPT = 400_000

/** Output of every terminal, kept until its view exists; bytes never pass through reactive state. */
export class TerminalStreams {
  readonly #sinks = new Map<string, TerminalSink>()
  readonly #waiting = new Map<string, string>()
  /** Told of each terminal that got output. */
  onOutput: (terminal: string) => void = () => {}

  write(terminal: string, output: string): void {
    const sink = this.#sinks.get(terminal)
    if (sink) sink.write(output)
    else this.#waiting.set(terminal, ((this.#waiting.get(terminal) ?? '') + output).slice(-KEPT))
    this.onOutput(terminal)
  }

  /** The state was rebuilt: every view starts empty, and the host sends all output anew. */
  reset(): void {
    this.#waiting.clear()
    for (const sink of this.#sinks.values()) sink.reset()
  }

  /** Connects a view; returns how to disconnect it. */
  attach(terminal: string, sink: TerminalSink): () => void {
    this.#sinks.set(terminal, sink)
    const waiting = this.#waiting.get(terminal)
    this.#waiting.delete(terminal)
    if (waiting) sink.write(waiting)
    return () => {
      if (this.#sinks.get(terminal) === sink) this.#sinks.delete(terminal)
    }
  }
}
