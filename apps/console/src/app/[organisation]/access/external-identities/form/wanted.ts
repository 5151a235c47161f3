import type { ProviderId } from '@bonafide/core'
import { prefillable } from './draft.ts'

const maxCharacters = 8192

/** The values that a link gives for fields of the form: `?principals=arn:…`, several separated by commas or lines, or given several times. */
export function wantedOf(provider: ProviderId, asked: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const entries = prefillable(provider).flatMap((name): [string, string][] => {
    const value = Object.hasOwn(asked, name) ? asked[name] : undefined
    const text = [value ?? []].flat().join('\n').slice(0, maxCharacters)
    return text === '' ? [] : [[name, text]]
  })
  return Object.fromEntries(entries)
}
