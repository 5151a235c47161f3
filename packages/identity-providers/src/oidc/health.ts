import type { IssuerAnswer, Runtime, WatchedIssuer } from '@bonafide/core'
import * as z from 'zod'
import { fetchKeys, readKeySet, seenIn } from '../fetch-keys.ts'
import { answerOf } from '../issuer-watch.ts'
import { parseStrictJson } from '../strict-json.ts'
import { askApiServer, versionUrlOf } from './api-server.ts'
import { discoveryUrlOf } from './issuer-url.ts'
import { keySources, type OidcConfig, singleUses } from './schema.ts'

const uploaded = 'uploaded'

/** Asks an issuer once, as a login would. Never throws. */
export async function inspectOidc(config: OidcConfig, runtime: Runtime): Promise<IssuerAnswer> {
  const { issuer, keySource, jwks, certificateAuthority } = config
  const [startedAt, place] = [runtime.now(), placeOf(config)]
  if (keySource === 'token_review') return inspectApiServer(config, runtime)
  const fetched =
    keySource === 'uploaded'
      ? readKeySet(parseStrictJson(jwks ?? ''))
      : await fetchKeys(
          { url: place, ...(keySource === 'discovery' && { issuer }), ...(certificateAuthority && { certificateAuthority }) },
          runtime,
        )
  return answerOf(place, fetched, startedAt, runtime.now())
}

async function inspectApiServer(config: OidcConfig, runtime: Runtime): Promise<IssuerAnswer> {
  const startedAt = runtime.now()
  const { response, problem } = await askApiServer(config, runtime)
  const seen = response && seenIn(response, startedAt, runtime.now())
  return { ...answerOf(placeOf(config), { seen }, startedAt, runtime.now()), answered: problem === null, problem }
}

type Place = Pick<OidcConfig, 'issuer' | 'keySource' | 'jwksUrl' | 'apiServer'>

function placeOf({ issuer, keySource, jwksUrl, apiServer }: Place): string {
  if (keySource === 'token_review') return versionUrlOf(apiServer ?? '')
  if (keySource === 'jwks_url') return jwksUrl ?? ''
  return keySource === 'uploaded' ? uploaded : discoveryUrlOf(issuer)
}

const storedFields = z.object({
  issuer: z.string(),
  keySource: z.enum(keySources).default('discovery'),
  jwksUrl: z.string().optional(),
  apiServer: z.string().optional(),
  keysRemindOn: z.string().optional(),
  singleUse: z.enum(singleUses).default('off'),
})

/** What a stored configuration says of its issuer. */
export function watchedOidc(stored: unknown): WatchedIssuer | null {
  const { data } = storedFields.safeParse(stored)
  if (!data) return null
  return {
    issuer: data.issuer,
    places: [placeOf(data)],
    remindOn: data.keysRemindOn,
    keysAreUploaded: data.keySource === 'uploaded',
    makesFreshTokens: data.singleUse !== 'off',
  }
}
