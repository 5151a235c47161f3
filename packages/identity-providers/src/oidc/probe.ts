import type { IssuerProbe, Runtime } from '@bonafide/core'
import { fetchKeys, readKeySet } from '../fetch-keys.ts'
import { parseStrictJson } from '../strict-json.ts'
import { askApiServer, versionUrlOf } from './api-server.ts'
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

async function probeApiServer(config: OidcConfig, runtime: Runtime): Promise<IssuerProbe> {
  const startedAt = runtime.now()
  const { problem } = await askApiServer(config, runtime)
  const milliseconds = Math.max(0, Math.round(runtime.now() - startedAt))
  return { url: versionUrlOf(config.apiServer ?? ''), milliseconds, keys: [], problem }
}
