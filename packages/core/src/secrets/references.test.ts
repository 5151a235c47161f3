// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how references are written
import { describe, expect, it } from 'vitest'
import { expandReferences, findReferences, newBudget, parseReference } from './references.ts'

describe('a reference', () => {
  it.each([
    ['KEY', { app: null, environment: null, path: '/', key: 'KEY' }],
    ['/path/KEY', { app: null, environment: null, path: '/path', key: 'KEY' }],
    ['a/b/KEY', { app: null, environment: null, path: '/a/b', key: 'KEY' }],
    ['dev.KEY', { app: null, environment: 'dev', path: '/', key: 'KEY' }],
    ['dev./a/KEY', { app: null, environment: 'dev', path: '/a', key: 'KEY' }],
    ['app::dev.KEY', { app: 'app', environment: 'dev', path: '/', key: 'KEY' }],
    ['my app::dev./a/KEY.x', { app: 'my app', environment: 'dev', path: '/a', key: 'KEY.x' }],
  ])('%s is read', (text, expected) => expect(parseReference(text)).toEqual(expected))

  it.each([['app::KEY'], ['::dev.KEY'], ['app::.KEY'], ['.KEY'], ['dev.'], ['/a/']])('%s is none', (text) =>
    expect(parseReference(text)).toBeUndefined(),
  )

  it('is found where it stands, adjacent ones apart, doubled braces not at all', () => {
    expect(findReferences('${A}${B}x${{C}}${A} ${} $D ${{ ${E}')).toEqual(['A', 'B', 'E'])
  })

  it('is expanded inside its own limits, and those of the whole answer', () => {
    const lookup = (key: string) => ({ id: key, environmentId: 'e', value: 'x'.repeat(600_000) })
    expect(expandReferences({ id: '0', environmentId: 'e', value: '${A}' }, lookup, newBudget())).toHaveLength(600_000)
    expect(expandReferences({ id: '0', environmentId: 'e', value: '${A}${B}' }, lookup, newBudget())).toBe('${A}${B}')
    const budget = newBudget()
    const sizes = Array.from(
      { length: 60 },
      (_, index) => expandReferences({ id: `${index}`, environmentId: 'e', value: '${A}' }, lookup, budget).length,
    )
    expect(sizes.filter((size) => size > 4)).toHaveLength(55)
  })
})
