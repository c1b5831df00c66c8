import { expect, test } from 'vitest'
import { commandsOf } from './commands.ts'

test('Every line is a command, comments are none, and what belongs together stays together', () => {
  expect(commandsOf('kubectl get pods\n\n# look\nkubectl get nodes\n')).toEqual(['kubectl get pods', 'kubectl get nodes'])
  expect(commandsOf('kubectl run a \\\n  --image=nginx\nls')).toEqual(['kubectl run a \\\n  --image=nginx', 'ls'])
  expect(commandsOf("cat <<'EOF' > a\nhello\nEOF\n")).toEqual(["cat <<'EOF' > a\nhello\nEOF"])
  expect(commandsOf('for i in 1 2; do\n  echo $i\ndone')).toEqual(['for i in 1 2; do\n  echo $i\ndone'])
})
