import { ProofError } from '../../proof-error.ts'
import { asObject, ownProperty, parseStrictJson } from '../../strict-json.ts'
import { read } from './held.ts'
import type { Asking, TokenSource } from './source.ts'

/** A JWT-SVID: from the file that spiffe-helper keeps fresh, else from the agent of SPIRE. */
export const fromSpiffe: TokenSource = async (asking) => {
  if (asking.tokenFile) return read(asking.tokenFile, asking)
  const words = ['api', 'fetch', 'jwt', '-audience', asking.audience, '-output', 'json', ...socketOf(asking)]
  const printed = await asking.run('spire-agent', words).catch((error: unknown) => {
    throw new ProofError(sentenceFor(error), error)
  })
  return { text: svidIn(printed), place: 'spire-agent' }
}

function sentenceFor(error: unknown): string {
  return asObject(error)?.code === 'ENOENT'
    ? 'The program spire-agent is not there. Add it to the PATH, or name a file with a JWT-SVID, such as spiffe-helper writes.'
    : 'The agent of SPIRE gave no JWT-SVID. Check that it runs, that SPIFFE_ENDPOINT_SOCKET names its socket, and that this workload has a registration entry.'
}

/** The variable of the SPIFFE Workload API; the program itself takes a path. */
function socketOf({ environment: { SPIFFE_ENDPOINT_SOCKET: endpoint = '' } }: Asking): string[] {
  const path = /^unix:(?:\/\/)?(\/.+)$/.exec(endpoint)?.[1]
  return path === undefined ? [] : ['-socketPath', path]
}

/** The first SVID, which is the default one, out of a list of answers: the SVIDs in one, the bundles in another. */
function svidIn(printed: string): string {
  const answers = parseStrictJson(printed)
  for (const answer of Array.isArray(answers) ? answers : [answers]) {
    const svids = ownProperty(asObject(answer) ?? {}, 'svids')
    const svid = Array.isArray(svids) ? ownProperty(asObject(svids[0]) ?? {}, 'svid') : undefined
    if (typeof svid === 'string') return svid
  }
  return ''
}
