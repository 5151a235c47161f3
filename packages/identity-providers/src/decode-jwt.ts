import { asObject, parseStrictJson } from './strict-json.ts'

/** What a JWT says of itself, to be shown to people: hearsay, nothing is verified. */
export interface DecodedJwt {
  header: Record<string, unknown>
  claims: Record<string, unknown>
}

/** Takes a compact JWT apart where no keys are: in browsers. `undefined` when it is none. */
export function decodeJwt(text: string): DecodedJwt | undefined {
  const parts = text.trim().split('.')
  if (parts.length !== 3 || text.length > 65_536) return undefined
  const [header, claims] = parts.map((part) => asObject(parseStrictJson(decoded(part) ?? '')))
  return header && claims ? { header, claims } : undefined
}

function decoded(part: string): string | undefined {
  if (!/^[\w-]+$/.test(part)) return undefined
  try {
    const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'))
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)))
  } catch {
    return undefined
  }
}
