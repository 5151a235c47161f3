import type { ProviderId } from '@bonafide/core'
import { type DecodedJwt, decodeJwt, isEntraIssuer } from '@bonafide/identity-providers/forms'

/** One thing that a proof says of itself. */
export interface ProofFact {
  label: string
  value: string
}

/** A proof as the dry run takes it, and what can be read of it without asking anybody. */
export interface ReadableProof {
  provider: ProviderId
  input: { awsIam: AwsIamProof } | { azureEntra: { jwt: string } } | { oidc: { jwt: string } }
  /** For whom it was made, where a login's body says so. */
  serviceAccountId?: string
  facts: ProofFact[]
}

interface AwsIamProof {
  httpRequestMethod: string
  httpRequestUrl: string
  httpRequestHeaders: string
  httpRequestBody: string
}

export type ProofReading = { proof: ReadableProof; problem?: undefined } | { proof?: undefined; problem: string }

const nothingKnown =
  'This is neither a token nor a signed request. Paste a token, the JSON body of a login, or its awsIam, azureEntra or oidc part.'

/** Makes sense of what somebody pasted: a token, what a command printed, or the body of a login. */
export function readProof(pasted: string): ProofReading {
  const text = pasted.trim()
  const jwt = decodeJwt(text)
  if (jwt) return { proof: tokenProof(text, jwt) }
  const value = objectOf(text)
  if (!value) return { problem: nothingKnown }
  const token = printedAs.map((name) => value[name]).find((candidate) => typeof candidate === 'string')
  if (typeof token === 'string') return ofToken(token)
  const wrapped = asObject(value.azureEntra) ?? asObject(value.oidc) ?? (typeof value.jwt === 'string' ? value : undefined)
  if (wrapped) return withAccount(ofToken(textOfBase64(wrapped.jwt) ?? '', envelopeIn(value)), value)
  const aws = asObject(value.awsIam) ?? ('httpRequestHeaders' in value ? value : undefined)
  return aws ? withAccount(ofRequest(aws), value) : { problem: nothingKnown }
}

// az; the endpoints of machines; GitHub; what OAuth calls it.
const printedAs = ['accessToken', 'access_token', 'value', 'id_token']

type TokenEnvelope = 'azureEntra' | 'oidc'
const envelopeIn = (body: Record<string, unknown>): TokenEnvelope | undefined =>
  asObject(body.azureEntra) ? 'azureEntra' : asObject(body.oidc) ? 'oidc' : undefined

function ofToken(token: string, envelope?: TokenEnvelope): ProofReading {
  const jwt = decodeJwt(token)
  return jwt ? { proof: tokenProof(token.trim(), jwt, envelope) } : { problem: 'The token inside is not a signed token in compact form.' }
}

/** Whose a token is, its issuer tells, unless the body of a login does. */
function tokenProof(token: string, { header, claims }: DecodedJwt, envelope?: TokenEnvelope): ReadableProof {
  const isAzure = envelope === undefined ? typeof claims.iss === 'string' && isEntraIssuer(claims.iss) : envelope === 'azureEntra'
  const jwt = btoa(token)
  const shown = [...Object.entries(header), ...Object.entries(claims)]
  return {
    ...(isAzure ? { provider: 'azure_entra', input: { azureEntra: { jwt } } } : { provider: 'oidc', input: { oidc: { jwt } } }),
    facts: shown.map(([label, value]) => ({ label, value: inWords(label, value) })),
  }
}

const times = new Set(['exp', 'iat', 'nbf'])
const latestSeconds = 253_402_300_799

function inWords(name: string, value: unknown): string {
  if (times.has(name) && typeof value === 'number' && Math.abs(value) <= latestSeconds) return new Date(value * 1000).toISOString()
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const parts = ['httpRequestUrl', 'httpRequestHeaders', 'httpRequestBody'] as const

function ofRequest(aws: Record<string, unknown>): ProofReading {
  const missing = parts.find((name) => textOfBase64(aws[name]) === undefined)
  if (missing) return { problem: `${missing} must be there, in base64.` }
  const headers = objectOf(textOfBase64(aws.httpRequestHeaders) ?? '')
  if (!headers) return { problem: 'httpRequestHeaders must be a JSON object in base64.' }
  const header = (wanted: string): string => {
    const value = Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1]
    return typeof value === 'string' ? value : Array.isArray(value) ? String(value[0]) : ''
  }
  const authorization = header('authorization')
  const [, accessKey = '', scope = ''] = /Credential=([^/,\s]+)\/([^,\s]+)/.exec(authorization) ?? []
  const [, signed = ''] = /SignedHeaders=([^,\s]+)/.exec(authorization) ?? []
  const [httpRequestUrl = '', httpRequestHeaders = '', httpRequestBody = ''] = parts.map((name) => String(aws[name]))
  const method = typeof aws.httpRequestMethod === 'string' ? aws.httpRequestMethod : 'POST'
  return {
    proof: {
      provider: 'aws_iam',
      input: { awsIam: { httpRequestMethod: method, httpRequestUrl, httpRequestHeaders, httpRequestBody } },
      // Never the signature or the session token: nobody needs to see them.
      facts: [
        { label: 'Sent to', value: textOfBase64(httpRequestUrl) ?? '' },
        { label: 'Signed at', value: header('x-amz-date') || 'no date' },
        { label: 'Access key', value: accessKey || 'none' },
        { label: 'Scope', value: scope || 'none' },
        { label: 'Signed headers', value: signed.replaceAll(';', ', ') || 'none' },
        ...(header('x-bonafide-server-id') ? [{ label: 'Made for', value: header('x-bonafide-server-id') }] : []),
      ],
    },
  }
}

function withAccount(reading: ProofReading, body: Record<string, unknown>): ProofReading {
  const id = asObject(body.account)?.id
  if (!reading.proof || typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) return reading
  return { proof: { ...reading.proof, serviceAccountId: id } }
}

const asObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined
  }
}

function textOfBase64(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(value), (character) => character.charCodeAt(0)))
  } catch {
    return undefined
  }
}
