import { expect, test } from 'vitest'
import { lazyPrograms, programs } from './lazy-programs.ts'
import { programs as eager } from './programs.ts'

test('the page has the same programs as the command', async () => {
  const facts = (list: typeof programs) =>
    list.map(({ name, summary, cost, complete }) => `${name} ${cost} ${complete !== undefined} ${summary}`).sort()
  expect(facts(programs)).toEqual(facts(eager))
  const real = await Promise.all(lazyPrograms.map(({ load }) => load()))
  expect(real.map(({ name }) => name)).toEqual(lazyPrograms.map(({ program }) => program.name))
})
