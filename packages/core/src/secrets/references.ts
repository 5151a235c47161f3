import { splitAtLastSlash } from './path.ts'

/** `${KEY}`, `${/path/KEY}`, `${env.KEY}`, `${app::env./path/KEY}`: null where the text names none. */
export interface Reference {
  app: string | null
  environment: string | null
  path: string
  key: string
}

/** A secret that a reference leads to; `id` tells whether a chain has come back to where it was. */
export interface Referenced {
  id: string
  environmentId: string
  value: string
}

/** What one answer may cost, whatever its values refer to. */
export const referenceLimits = {
  depth: 25,
  stepsPerValue: 10_000,
  lengthPerValue: 1_048_576,
  stepsPerAnswer: 200_000,
  lengthPerAnswer: 33_554_432,
}

const pattern = /\$\{(?!\{)([^{}]+)\}/g

/** The references in a value, in their order, without repetition. */
export function findReferences(value: string): string[] {
  return [...new Set(Array.from(value.matchAll(pattern), (match) => match[1] ?? ''))]
}

/** Reads what stands between `${` and `}`; undefined when it is not a reference. Wire contract 3.2: `::` once, then the first `.`, then the last `/`. */
export function parseReference(text: string): Reference | undefined {
  const colons = text.indexOf('::')
  const app = colons < 0 ? null : text.slice(0, colons)
  const rest = colons < 0 ? text : text.slice(colons + 2)
  const dot = rest.indexOf('.')
  const environment = dot < 0 ? null : rest.slice(0, dot)
  if (app === '' || environment === '' || (app !== null && environment === null)) return undefined
  const { path, name } = splitAtLastSlash(dot < 0 ? rest : rest.slice(dot + 1))
  return name === '' ? undefined : { app, environment, path, key: name }
}

export interface Budget {
  steps: number
  length: number
}

export const newBudget = (): Budget => ({ steps: referenceLimits.stepsPerAnswer, length: referenceLimits.lengthPerAnswer })

/**
 * Puts the referenced values in place. What `lookup` does not find, what leads back to itself and what lies deeper than 25 stays as it is
 * written; a value whose expansion would outgrow the limits stays literal as a whole.
 */
export function expandReferences(
  start: Referenced,
  lookup: (reference: string, environmentId: string) => Referenced | undefined,
  answer: Budget,
): string {
  const left: Budget = {
    steps: Math.min(referenceLimits.stepsPerValue, answer.steps),
    length: Math.min(referenceLimits.lengthPerValue, answer.length),
  }
  const before = { ...left }
  const expand = (from: Referenced, trail: readonly string[]): string =>
    from.value.replaceAll(pattern, (whole, inner: string) => {
      if (left.steps <= 0 || left.length < 0) return whole
      const target = lookup(inner, from.environmentId)
      if (!target || trail.length > referenceLimits.depth || trail.includes(target.id)) return whole
      left.steps -= 1
      left.length -= target.value.length
      return expand(target, [...trail, target.id])
    })
  const expanded = expand(start, [start.id])
  answer.steps -= before.steps - left.steps
  answer.length -= Math.max(0, Math.min(before.length - left.length, before.length))
  return left.steps <= 0 || left.length < 0 ? start.value : expanded
}
