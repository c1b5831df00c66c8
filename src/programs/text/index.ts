import type { Program } from '../../machine/index.ts'
import { base64 } from './base64.ts'
import { cat } from './cat.ts'
import { checksums } from './checksum.ts'
import { cut } from './cut.ts'
import { diff } from './diff.ts'
import { hexdump, od, xxd } from './dump.ts'
import { egrep, fgrep, grep } from './grep.ts'
import { head } from './head.ts'
import { join } from './join.ts'
import { column, envsubst, fold, nl, paste, rev, shuf, tac, yes } from './lines.ts'
import { less, more } from './pager.ts'
import { sed } from './sed.ts'
import { seq } from './seq.ts'
import { sort } from './sort.ts'
import { strings } from './strings.ts'
import { tail } from './tail.ts'
import { tee } from './tee.ts'
import { tr } from './tr.ts'
import { uniq } from './uniq.ts'
import { wc } from './wc.ts'

/** Programs that read text and write text. */
export const textPrograms: readonly Program[] = [
  base64,
  cat,
  column,
  cut,
  diff,
  egrep,
  envsubst,
  fgrep,
  fold,
  grep,
  head,
  nl,
  paste,
  rev,
  sed,
  seq,
  shuf,
  sort,
  tac,
  tail,
  tee,
  tr,
  uniq,
  wc,
  yes,
  hexdump,
  join,
  less,
  more,
  od,
  strings,
  xxd,
  ...checksums,
]
