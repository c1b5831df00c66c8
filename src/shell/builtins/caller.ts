import { write } from '../run/output.ts'
import type { Builtin } from './builtin.ts'

export const caller: Builtin = {
  name: 'caller',
  usage: '[expr]',
  summary: 'Tells where the running function was called.',
  *run(shell, [depth = '0']) {
    const frame = shell.frames[Number(depth)]
    if (!frame) return 1
    yield* write(shell, `${frame.line} ${shell.frames[Number(depth) + 1]?.name ?? 'main'} ${shell.name}\n`)
    return 0
  },
}

export const suspend: Builtin = {
  name: 'suspend',
  usage: '[-f]',
  summary: 'Stops the shell.',
  run: (shell) => {
    shell.process.kill('SIGSTOP')
    return 0
  },
}

export const enable: Builtin = {
  name: 'enable',
  usage: '[-n] [name ...]',
  summary: 'Accepted for scripts: builtins are always enabled.',
  run: () => 0,
}
export const bind: Builtin = { name: 'bind', usage: '[-lpsvPSVX]', summary: 'Accepted for ~/.bashrc: keys are fixed.', run: () => 0 }
