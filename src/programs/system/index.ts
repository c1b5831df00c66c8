import type { Program } from '../../machine/index.ts'
import { df } from './df.ts'
import { free } from './free.ts'
import { journalctl } from './journalctl.ts'
import { pgrep, pkill } from './pkill.ts'
import { ps } from './ps.ts'
import { service, systemctl } from './systemctl.ts'

/** Programs that look after a machine's processes and services. */
export const systemPrograms: readonly Program[] = [df, free, journalctl, pgrep, pkill, ps, service, systemctl]
