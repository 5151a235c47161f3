/** Lifetimes have the type Duration here, which says the unit; core says it in the name. */
const coreNames: Record<string, string> = { defaultTtl: 'defaultTtlSeconds', maxTtl: 'maxTtlSeconds' }
const namesOfCore = new Map(Object.entries(coreNames).map(([name, coreName]) => [coreName, name]))

/** Fields of an input under the names of core. */
export const toCore = (input: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).map(([name, value]) => [coreNames[name] ?? name, value]))

/** The place of a problem under the names of the API. */
export const fromCore = (field: string[]): string[] => field.map((part) => namesOfCore.get(part) ?? part)
