import { expect, test } from 'vitest'
import { startBench } from './testing.ts'

const bench = () => startBench(() => new Promise((resolve) => setImmediate(resolve)))

test.each([
  [['gett', 'pods'], 'error: unknown command "gett" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n'],
  [['get', 'pods', '-o'], "error: flag needs an argument: 'o' in -o\nSee 'kubectl get --help' for usage.\n"],
  [['-n', 'get', 'pods'], 'Error: flags cannot be placed before plugin name: -n\n'],
  [['--context=nowhere', 'get', 'pods'], 'Error in configuration: context was not found for specified context: nowhere\n'],
  [['get', 'bogus'], 'error: the server doesn\'t have a resource type "bogus"\n'],
])('kubectl %j is refused', async (words, stderr) => {
  expect(await bench().run(['kubectl', ...words])).toEqual({ code: 1, stdout: '', stderr })
})
