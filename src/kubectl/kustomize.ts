import { UsageError } from '../base/index.ts'
import type { Process } from '../machine/index.ts'
import type { LooseObject } from './object.ts'

/** Builds a kustomization's objects. */
export const buildKustomization = (process: Process, directory: string): readonly LooseObject[] => {
  if (!process.files.exists(directory)) {
    throw new UsageError(
      `must build at directory: not a valid directory: evalsymlink failure on '${directory}' : lstat ${process.files.resolve(directory)}: no such file or directory`,
    )
  }
  if (process.files.stat(directory).type !== 'directory')
    throw new UsageError(`must build at directory: '${directory}': file is not directory`)
  throw new UsageError('Bottleship does not have kustomize yet')
}
