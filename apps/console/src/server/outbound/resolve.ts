import { lookup } from 'node:dns/promises'
import { OutboundError } from '@bonafide/core'

/** The addresses of a host name, never empty. */
export type Resolve = (host: string) => Promise<string[]>

const deadlineMs = 2_000

/** The system's resolver, so that names of the local network work too, with a deadline that the system does not have. */
export async function systemResolve(host: string): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined
  const tooSlow = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OutboundError('timeout', `The name ${host} was not resolved in ${deadlineMs} ms`)), deadlineMs)
  })
  try {
    const found = await Promise.race([lookup(host, { all: true, order: 'verbatim' }), tooSlow])
    return found.map(({ address }) => address)
  } catch (error) {
    throw error instanceof OutboundError ? error : new OutboundError('unreachable', `The name ${host} does not resolve`, error)
  } finally {
    clearTimeout(timer)
  }
}
