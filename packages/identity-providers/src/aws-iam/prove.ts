import { Sha256 } from '@aws-crypto/sha256-js'
import { fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { SignatureV4 } from '@smithy/signature-v4'
import { ProofError } from '../proof-error.ts'
import { stsUrlOfRegion } from './endpoints.ts'
import { callerIdentityBody, formContentTypes, serverBindingHeader } from './signed-request.ts'

export interface AwsCredentialIdentity {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

export interface AwsProofOptions {
  /** Region to sign for; `us-east-1`, which stands for the global endpoint, unless given. */
  region?: string
  /** Host of the server's public URL, with its port if it has one. */
  serverHost: string
  serviceAccountId: string
  /** Credentials, or how to find them; the AWS SDK's default chain unless given. */
  credentials?: AwsCredentialIdentity | (() => Promise<AwsCredentialIdentity>)
  /** Milliseconds since the epoch. */
  now(): number
  randomBytes(length: number): Uint8Array
}

/** The `awsIam` object of an exchange request, everything but the method in base64. */
export interface AwsIamEnvelope {
  httpRequestMethod: 'POST'
  httpRequestUrl: string
  httpRequestHeaders: string
  httpRequestBody: string
}

/**
 * Signs `sts:GetCallerIdentity` with the workload's own AWS credentials, bound to one server and one service account. The secret key never
 * leaves this function. Fails with `ProofError` when there are no credentials or the region is unknown.
 */
export async function proveAwsIam(options: AwsProofOptions): Promise<AwsIamEnvelope> {
  const region = options.region || 'us-east-1'
  const url = stsUrlOfRegion(region)
  if (!url) throw new ProofError(`AWS has no STS endpoint in region ${region}.`)
  const host = url.slice('https://'.length)
  const signer = new SignatureV4({ service: 'sts', region, credentials: await findCredentials(options), sha256: Sha256 })
  const request = {
    method: 'POST',
    protocol: 'https:',
    hostname: host,
    path: '/',
    headers: { host, 'content-type': formContentTypes[0], [serverBindingHeader]: serverBinding(options) },
    body: callerIdentityBody,
  }
  const signed = await signer.sign(request, { signingDate: new Date(options.now()) })
  return {
    httpRequestMethod: 'POST',
    httpRequestUrl: base64(url),
    httpRequestHeaders: base64(JSON.stringify(signed.headers)),
    httpRequestBody: base64(callerIdentityBody),
  }
}

async function findCredentials({ credentials = fromNodeProviderChain() }: AwsProofOptions): Promise<AwsCredentialIdentity> {
  if (typeof credentials !== 'function') return credentials
  try {
    return await credentials()
  } catch (error) {
    throw new ProofError('No AWS credentials were found. Give the machine a role, or set AWS_PROFILE or AWS_ACCESS_KEY_ID.', error)
  }
}

function serverBinding({ serverHost, serviceAccountId, randomBytes }: AwsProofOptions): string {
  const nonce = Buffer.from(randomBytes(16)).toString('base64url')
  return `${serverHost};${serviceAccountId.toLowerCase()};${nonce}`
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')
