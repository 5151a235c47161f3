import { ProofError } from '../../proof-error.ts'
import type { Asking } from './source.ts'

export interface Answer {
  status: number
  headers: Headers
  text: string
}

/** One GET, its answer read whole. A redirect is a fault: it would carry the caller's rights to another place. */
export async function ask({ fetch }: Asking, url: URL, headers: Record<string, string>, timeoutMilliseconds: number): Promise<Answer> {
  try {
    const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(timeoutMilliseconds) })
    return { status: response.status, headers: response.headers, text: await response.text() }
  } catch (error) {
    throw new ProofError(`${url.host} cannot be reached.`, reasonOf(error))
  }
}

/** Why a request failed. Never the outermost error of `fetch`: that of a header which cannot be sent repeats the header. */
function reasonOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined
  return error.name === 'TimeoutError' ? error : error.cause
}
