import type { Clock } from '../base/index.ts'
import type { ExecSession, Reader } from '../machine/index.ts'
import type { WebSocketConnection } from './web-socket.ts'

/** What the first byte of each message says (`apimachinery/pkg/util/remotecommand/constants.go`). */
const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const

/** Subprotocols that this speaks, the best first. */
export const remoteCommandProtocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const

/** How a command ended (`kubelet/pkg/cri/streaming/remotecommand/exec.go`). */
const statusOf = (code: number): object =>
  code === 0
    ? { metadata: {}, status: 'Success' }
    : {
        metadata: {},
        status: 'Failure',
        message: `command terminated with non-zero exit code: error executing command, exit code ${code}`,
        reason: 'NonZeroExitCode',
        details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
      }

/** Lets a client's exec or attach and the process in the container talk until that ends. */
export const serveRemoteCommand = (socket: WebSocketConnection, session: ExecSession, clock: Clock): void => {
  const send = (channel: number, bytes: Uint8Array): void => socket.send(Buffer.concat([Buffer.from([channel]), bytes]))
  const pass = async (reader: Reader, channel: number): Promise<void> => {
    for (let bytes = await reader.read(); bytes; bytes = await reader.read()) send(channel, bytes)
  }
  const endInput = (): void => {
    session.stdin?.end?.()
    clock.wake()
  }
  socket.onMessage = (message) => {
    const payload = message.subarray(1)
    if (message[0] === channels.stdin && payload.length > 0) void session.stdin?.write(new Uint8Array(payload))
    else if (message[0] === channels.resize) {
      const { Width: columns = 0, Height: rows = 0 } = JSON.parse(payload.toString()) as {
        readonly Width?: number
        readonly Height?: number
      }
      if (columns > 0 && rows > 0) session.resize(columns, rows)
    } else if (message[0] === channels.close && payload[0] === channels.stdin) endInput()
    clock.wake()
  }
  socket.onClose = endInput
  const converse = async (): Promise<void> => {
    await Promise.all([pass(session.stdout, channels.stdout), ...(session.stderr ? [pass(session.stderr, channels.stderr)] : [])])
    send(channels.error, Buffer.from(JSON.stringify(statusOf(await session.exited))))
    socket.close()
  }
  void converse()
}

/** Says why there is no command, and hangs up. */
export const tellFailure = (socket: WebSocketConnection, status: unknown): void => {
  socket.send(Buffer.concat([Buffer.from([channels.error]), Buffer.from(JSON.stringify(status))]))
  socket.close()
}
