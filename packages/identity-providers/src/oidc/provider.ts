import { createHash } from 'node:crypto'
import {
  DomainError,
  failed,
  type IdentityProvider,
  type ParsedIdentity,
  type Principal,
  passed,
  type ReasonCode,
  type Runtime,
  type Step,
} from '@bonafide/core'
import type { CryptoKey } from 'jose'
import { isEntraIssuer } from '../azure-entra/clouds.ts'
import { excerpt } from '../excerpt.ts'
import { readKeySet } from '../fetch-keys.ts'
import { IssuerWatch, noteAccepted } from '../issuer-watch.ts'
import { judgedAt } from '../judged-at.ts'
import type { PublishedKey } from '../jwk.ts'
import { type KeyLookup, KeySets } from '../jwks.ts'
import { instantOf, issuerOf, type Jwt, type ReadJwt, readJwt, textOf, verifySignature } from '../jwt.ts'
import { type JwtProof, jwtProofSchema } from '../jwt-proof.ts'
import { jwtTestimony } from '../jwt-testimony.ts'
import { rememberLast } from '../remember.ts'
import { type SignatureAlgorithm, signatureAlgorithms } from '../signature-algorithms.ts'
import { parseStrictJson } from '../strict-json.ts'
import { verifyInVain } from '../verify-in-vain.ts'
import { admitOidc, trustsSubject } from './admit.ts'
import { oidcForm, summaryOfOidc } from './config.ts'
import { inspectOidc, watchedOidc } from './health.ts'
import { discoveryUrlOf } from './issuer-url.ts'
import { issuersOfOidc } from './issuers.ts'
import { algorithmFailure, audienceStep, closingSteps, kindFailure, leewayMilliseconds, openingSteps, skip, trustStep } from './judge.ts'
import { lintOidc } from './lint.ts'
import { probeOidc } from './probe.ts'
import { isSpiffe, type OidcConfig, oidcConfigSchema } from './schema.ts'
import { oidcSnippets } from './snippets/index.ts'
import { isSubject } from './subject.ts'
import { isOfOwner, judgeOidcAgain, keyPlaceOf } from './testimony.ts'
import { TokenReviews } from './token-review.ts'

export interface OidcProvider extends IdentityProvider<OidcConfig, JwtProof> {
  /** Forgets the keys that were fetched for an identity; the next token has them fetched again. */
  purgeKeys(identityId: string): void
}

interface Outcome {
  steps: Step[]
  /** Whether a signature was really checked. */
  verified: boolean
  vouched: boolean
  /** Whose word it is: the thumbprint of the key that signed, or the API server that vouches. */
  signer?: string
}

interface Sources {
  keySets: KeySets
  reviews: TokenReviews
}

// What a caller is told when nobody could say whether its token is good; administrators read the reason in the trace.
const outages: Partial<Record<ReasonCode, string>> = {
  jwks_unreachable: 'The keys of the issuer cannot be fetched now.',
  token_review_failed: 'The API server of the cluster cannot be asked now.',
}

/** Any issuer of JWTs: a token of it, verified with its published or uploaded keys. The key cache lives in the provider, one per process. */
export function createOidcProvider(): OidcProvider {
  const watch = new IssuerWatch()
  const sources: Sources = { keySets: new KeySets('withdrawal', watch), reviews: new TokenReviews() }
  return {
    form: oidcForm,
    path: 'oidc',
    alias: 'oidc',
    envelope: 'oidc',
    configSchema: oidcConfigSchema,
    proofSchema: jwtProofSchema,
    async verify({ token }, identities, runtime) {
      const read = readJwt(token, signatureAlgorithms)
      const { receivedAt, expiredAt } = judgedAt(read, runtime)
      const outcomes = await Promise.all(identities.map((identity) => judge(identity, read, receivedAt, sources, runtime)))
      if (read.jwt && !outcomes.some(({ verified }) => verified)) await verifyInVain(read.jwt)
      if (read.jwt && expiredAt === undefined) noteAccepted(read.jwt, identities, outcomes, receivedAt, watch)
      const vouched = outcomes.some((outcome) => outcome.vouched)
      const unanswered = outcomes.flatMap(({ steps }) => steps.filter(({ code }) => code !== undefined && code in outages))[0]
      if (!vouched && unanswered?.code)
        throw new DomainError('unavailable', outages[unanswered.code] ?? '', { retryAfterSeconds: 10, note: unanswered.detail })
      return {
        principal: vouched && read.jwt ? principalOf(read.jwt) : null,
        judgements: identities.map(({ id }, index) => ({ identityId: id, steps: outcomes[index]?.steps ?? [] })),
        ...(expiredAt !== undefined && { expiredAt }),
        testimony: vouched && read.jwt ? jwtTestimony(read.jwt, receivedAt, vouchingKeys(identities, outcomes)) : null,
        proofHash: hashOf(token, read, outcomes.find(({ signer }) => signer !== undefined)?.signer),
        proofEndsAt: (read.jwt ? (instantOf(read.jwt.claims, 'exp') ?? receivedAt) : receivedAt) + 2 * leewayMilliseconds,
      }
    },
    judgeAgain: judgeOidcAgain,
    reportable: isOfOwner,
    singleUse: ({ singleUse }) => singleUse !== 'off',
    stillTrusts: (config, principalName, before) => trustsSubject(config, principalName, before),
    admit: admitOidc,
    lint: lintOidc,
    issuers: issuersOfOidc,
    summary: summaryOfOidc,
    snippets: oidcSnippets,
    takesToken: (token) => issuerOf(token) !== undefined && !isEntraIssuer(issuerOf(token)),
    dials: ({ issuer, keySource, jwksUrl, apiServer }) => {
      if (keySource === 'discovery') return [{ pointer: '/issuer', url: issuer }]
      if (keySource === 'token_review' && apiServer !== undefined) return [{ pointer: '/apiServer', url: apiServer }]
      return keySource === 'jwks_url' && jwksUrl !== undefined ? [{ pointer: '/jwksUrl', url: jwksUrl }] : []
    },
    probe: probeOidc,
    observed: () => watch.drain(),
    inspect: inspectOidc,
    watched: watchedOidc,
    purgeKeys: (identityId) => sources.keySets.purge(identityId),
  }
}

// Only those that have vouched themselves: another identity may ask another place under the name of the same issuer.
const vouchingKeys = (identities: readonly ParsedIdentity<OidcConfig>[], outcomes: readonly Outcome[]): string[] =>
  identities.flatMap(({ config }, index) => (outcomes[index]?.vouched ? keyPlaceOf(config) : []))

async function judge(
  identity: ParsedIdentity<OidcConfig>,
  { jwt, problem }: ReadJwt,
  receivedAt: number,
  { keySets, reviews }: Sources,
  runtime: Runtime,
): Promise<Outcome> {
  const { config } = identity
  if (!jwt) {
    const unreadable = failed('proof_valid', 'signature_invalid', { detail: problem })
    return { steps: [...skip('fresh', 'endpoint_allowed'), unreadable, ...skip('audience', 'trust')], verified: false, vouched: false }
  }
  const opening = openingSteps(config, jwt, receivedAt)
  // Nothing is fetched for a token of a stranger, nor for one that is refused whoever signed it.
  if (opening.some(({ status }) => status === 'failed'))
    return { steps: [...opening, ...skip('proof_valid', 'audience', 'trust')], verified: false, vouched: false }
  if (config.keySource === 'token_review') return judgeByReview(identity, jwt, opening, reviews, runtime)
  const { step, verified, signer } = await signatureStep(identity, jwt, keySets, runtime)
  const closing = closingSteps(config, jwt, step)
  const vouched = closing[0]?.status === 'passed'
  return { steps: [...opening, ...closing], verified, vouched, ...(vouched && { signer }) }
}

/** A proof leaves this server only when everything that can be judged here is right, its audience among it. */
async function judgeByReview(
  identity: ParsedIdentity<OidcConfig>,
  jwt: Jwt,
  opening: Step[],
  reviews: TokenReviews,
  runtime: Runtime,
): Promise<Outcome> {
  const { config } = identity
  const unvouched = { verified: false, vouched: false }
  const kind = algorithmFailure(config, jwt) ?? kindFailure(config, jwt)
  if (kind) return { steps: [...opening, kind, ...skip('audience', 'trust')], ...unvouched }
  const audience = audienceStep(config, jwt)
  if (audience.status === 'failed') return { steps: [...opening, ...skip('proof_valid'), audience, ...skip('trust')], ...unvouched }
  const proof = await reviews.judge(identity, jwt, runtime)
  if (proof.status === 'failed') return { steps: [...opening, proof, ...skip('audience', 'trust')], ...unvouched }
  return { steps: [...opening, proof, audience, trustStep(config, jwt)], verified: true, vouched: true, signer: config.apiServer }
}

async function signatureStep(
  identity: ParsedIdentity<OidcConfig>,
  jwt: Jwt,
  keySets: KeySets,
  runtime: Runtime,
): Promise<{ step: Step; verified: boolean; signer?: string }> {
  const { config } = identity
  const algorithm = config.algorithms.find((known) => known === jwt.algorithm)
  const unwelcome = algorithmFailure(config, jwt)
  if (!algorithm || unwelcome) return { step: unwelcome ?? failed('proof_valid', 'signature_invalid'), verified: false }
  const lookup = await findKeys(identity, jwt, keySets, runtime)
  if (lookup.unreachable) return { step: failed('proof_valid', 'jwks_unreachable', told(lookup.problem)), verified: false }
  const keys = await usableKeys(lookup.keys, algorithm, jwt, config)
  if (keys.length === 0) {
    const received = `${jwt.keyId === undefined ? 'no kid' : `kid ${excerpt(jwt.keyId, 100)}`}, ${algorithm}`
    const expected = `one of the ${lookup.published} keys of the issuer`
    return { step: failed('proof_valid', 'key_not_found', { expected, received, ...told(lookup.problem) }), verified: false }
  }
  const signer = await signerOf(jwt, keys)
  if (signer) return { step: passed('proof_valid', told(lookup.warning)), verified: true, signer: signer.thumbprint() }
  return { step: failed('proof_valid', 'signature_invalid', { detail: 'The signature was not made by the key it names.' }), verified: true }
}

interface OpenKey {
  key: PublishedKey
  opened: CryptoKey
}

async function usableKeys(
  keys: readonly PublishedKey[],
  algorithm: SignatureAlgorithm,
  { keyId }: Jwt,
  config: OidcConfig,
): Promise<OpenKey[]> {
  // The bundles of a federation hold the keys of others too: a token has to say which one is meant (SPIFFE Trust Domain and Bundle 4.2.2).
  if (isSpiffe(config) && keyId === undefined) return []
  const fitting = keys.filter((key) => key.algorithms.includes(algorithm) && (key.use === 'sig' || isSpiffe(config)))
  const opened = await Promise.all(fitting.map(async (key) => ({ key, opened: await key.open(algorithm) })))
  return opened.flatMap(({ key, opened }) => (opened ? [{ key, opened }] : []))
}

async function signerOf(jwt: Jwt, keys: readonly OpenKey[]): Promise<PublishedKey | undefined> {
  for (const { key, opened } of keys) if (await verifySignature(jwt, opened)) return key
  return undefined
}

function findKeys({ id, config }: ParsedIdentity<OidcConfig>, jwt: Jwt, keySets: KeySets, runtime: Runtime): Promise<KeyLookup> {
  const { issuer, keySource, jwksUrl, jwks, certificateAuthority } = config
  if (keySource === 'uploaded') return Promise.resolve(uploadedKeys(jwks ?? '', jwt.keyId))
  const place = keySource === 'jwks_url' ? { url: jwksUrl ?? '' } : { url: discoveryUrlOf(issuer), issuer }
  return keySets.find({ identityId: id, ...place, ...(certificateAuthority && { certificateAuthority }) }, jwt.keyId, runtime)
}

// Uploaded keys come with the identity at each exchange, up to 256 KB of them.
const readUploaded = rememberLast(64, (jwks) => readKeySet(parseStrictJson(jwks)))

function uploadedKeys(jwks: string, keyId: string | undefined): KeyLookup {
  const { keys = [], problem } = readUploaded(jwks)
  const named = keyId === undefined ? keys : keys.filter((key) => key.keyId === keyId)
  return { keys: named.length <= 5 ? [...named] : [], published: keys.length, problem }
}

const told = (detail: string | undefined) => (detail === undefined ? {} : { detail })

function principalOf({ claims }: Jwt): Principal | null {
  const subject = claims.sub
  if (!isSubject(subject)) return null
  return { name: subject, claims: { iss: textOf(claims, 'iss') ?? '', sub: subject } }
}

// A token with an id is that id, of the issuer that its key speaks for: whoever uploads keys of their own under the name of another issuer
// uses up nobody's ids. One without is what was signed, and not the signature, which for ECDSA can be written in two ways.
function hashOf(token: string, { jwt }: ReadJwt, signer: string | undefined): Uint8Array {
  const tokenId = jwt && textOf(jwt.claims, 'jti')
  const issuer = jwt && textOf(jwt.claims, 'iss')
  const unique = tokenId !== undefined ? ['jti', signer ?? '', issuer ?? '', tokenId] : ['signed', token.slice(0, token.lastIndexOf('.'))]
  return new Uint8Array(
    createHash('sha256')
      .update(JSON.stringify(['oidc', ...unique]))
      .digest(),
  )
}
