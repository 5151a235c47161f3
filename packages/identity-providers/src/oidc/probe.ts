import { type IssuerProbe, OutboundError, type Runtime } from '@bonafide/core'
import { fetchKeys, readKeySet } from '../fetch-keys.ts'
import { parseStrictJson } from '../strict-json.ts'
import { discoveryUrlOf } from './issuer-url.ts'
import type { OidcConfig } from './schema.ts'

/** Asks an issuer for its keys once, as a login would, and tells what came of it. Keeps nothing. */
export async function probeOidc(config: OidcConfig, runtime: Runtime): Promise<IssuerProbe> {
  const { issuer, keySource, jwksUrl, jwks, certificateAuthority, algorithms } = config
  if (keySource === 'token_review') return probeApiServer(config, runtime)
  const startedAt = runtime.now()
  const url = keySource === 'uploaded' ? null : keySource === 'jwks_url' ? (jwksUrl ?? null) : discoveryUrlOf(issuer)
  const place = { url: url ?? '', ...(keySource === 'discovery' && { issuer }), ...(certificateAuthority && { certificateAuthority }) }
  const { keys = [], problem } = url === null ? readKeySet(parseStrictJson(jwks ?? '')) : await fetchKeys(place, runtime)
  const usable = keys.filter((key) => key.algorithms.some((algorithm) => algorithms.includes(algorithm)))
  return {
    url,
    milliseconds: url === null ? null : Math.max(0, Math.round(runtime.now() - startedAt)),
    keys: keys.map(({ keyId, algorithms: fitting, use }) => ({ keyId: keyId ?? null, algorithms: [...fitting], use })),
    problem: problem ?? (usable.length === 0 ? `None of the ${keys.length} keys signs with ${algorithms.join(' or ')}.` : null),
  }
}

/** Whether the API server answers at all: `/version` needs no right in most clusters, and one that wants to know who asks is there too. */
async function probeApiServer({ apiServer = '', certificateAuthority }: OidcConfig, runtime: Runtime): Promise<IssuerProbe> {
  const url = `${apiServer.replace(/\/$/, '')}/version`
  const startedAt = runtime.now()
  const problem = await runtime
    .fetch(url, { timeoutMs: 5000, maxBytes: 64 * 1024, ...(certificateAuthority && { certificateAuthority }) })
    .then(
      ({ status }) => ([200, 401, 403].includes(status) ? null : `${url} answered ${status}.`),
      (error: unknown) => `${url} could not be asked: ${error instanceof OutboundError ? error.message : 'no answer'}.`,
    )
  return { url, milliseconds: Math.max(0, Math.round(runtime.now() - startedAt)), keys: [], problem }
}
