import { ProofError } from '../../proof-error.ts'
import { ask } from './ask.ts'
import type { TokenSource } from './source.ts'

const TIMEOUT_MILLISECONDS = 3000
const flavor = 'Metadata-Flavor'

/** Asks the metadata server of Google Cloud for an identity token of the attached service account. */
export const fromGoogle: TokenSource = async (asking) => {
  // The variable of Google's own client libraries.
  const address = `http://${asking.environment.GCE_METADATA_HOST || 'metadata.google.internal'}`
  if (!URL.canParse(address)) throw new ProofError('GCE_METADATA_HOST is not a host. Leave it out, or give a host name.')
  const url = new URL('/computeMetadata/v1/instance/service-accounts/default/identity', address)
  url.searchParams.set('audience', asking.audience)
  url.searchParams.set('format', 'full')
  const { status, headers, text } = await ask(asking, url, { [flavor]: 'Google' }, TIMEOUT_MILLISECONDS).catch((error: unknown) => {
    if (!(error instanceof ProofError)) throw error
    throw new ProofError(`${error.message} It is there on machines of Google Cloud only: Compute Engine, GKE, Cloud Run.`, error.cause)
  })
  // Other clouds and captive networks answer at such names too; only Google's server says who it is.
  if (headers.get(flavor) !== 'Google') throw new ProofError(`What answers at ${url.host} is not the metadata server of Google Cloud.`)
  if (status === 404) {
    throw new ProofError('This machine has no service account of Google Cloud. Attach one; in GKE, switch Workload Identity on.')
  }
  if (status !== 200) throw new ProofError(`The metadata server of Google Cloud refused to give a token (${status}). Try again.`)
  return { text, place: 'the metadata server of Google Cloud' }
}
