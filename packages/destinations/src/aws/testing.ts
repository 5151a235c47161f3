import type { CredentialAccess } from '@bonafide/core'
import type { Policy } from '@bonafide/stand-ins'

export const region = 'eu-central-1'

export const allow = (action: string): Policy => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
})

/** Lets a principal assume a role, with an external id where one is named. */
export const trusting = (principal: string, externalId?: string): Policy => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: 'sts:AssumeRole',
      ...(externalId ? { Condition: { StringEquals: { 'sts:ExternalId': externalId } } } : {}),
    },
  ],
})

/** A credential as core lends it; what a test does not give is never asked for. */
export const accessOf = (given: Pick<CredentialAccess, 'kind' | 'config'> & Partial<CredentialAccess>): CredentialAccess => ({
  cacheKey: 'acme/credential/1',
  externalId: null,
  network: null,
  sessionName: 'bonafide-acme-1',
  secret: () => Promise.reject(new Error('nobody asks for the secret here')),
  webIdentityToken: () => Promise.reject(new Error('nobody asks for a token here')),
  ...given,
})

/** The code of the failure, or `accepted`. */
export const failure = (refused: Promise<unknown>): Promise<string | undefined> =>
  refused.then(
    () => 'accepted',
    (error: { code?: string }) => error.code ?? String(error),
  )
