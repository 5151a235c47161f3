import fc from 'fast-check'
import { maxFolderNameLength, normalisePath, secretPath, splitAtLastSlash } from '../../packages/core/src/secrets/path.ts'
import { awkwardText, mutated } from '../fragments.ts'
import type { Target } from '../run.ts'

const texts = fc.oneof(
  mutated('/payments/stripe'),
  fc.string({ unit: fc.constantFrom('/', '.', 'a', '\\', '%', '2', 'e'), maxLength: 30 }),
  awkwardText(),
)

/** A path has one spelling, from the root, without empty parts; nothing in it climbs. */
export const paths: Target = (tried) =>
  fc.property(texts, (text) => {
    tried()
    splitAtLastSlash(text)
    const { success, data } = secretPath.safeParse(text)
    if (!success) return
    if (normalisePath(data) !== data) throw new Error('a path has two spellings')
    if (!data.startsWith('/') || data.includes('//') || (data !== '/' && data.endsWith('/')))
      throw new Error('a path is not in its one form')
    if (data.split('/').some((name) => name.length > maxFolderNameLength)) throw new Error('a folder has too long a name')
  })
