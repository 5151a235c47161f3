import type { CredentialKindId } from './form/operations.generated.ts'

export const credentialKindIds = ['AWS_ASSUME_ROLE', 'AWS_ACCESS_KEYS', 'AWS_WEB_IDENTITY'] as const satisfies CredentialKindId[]

/** How addresses call a kind; what people read of it comes from the API. */
export const kindSlugOf: Record<CredentialKindId, string> = {
  AWS_ASSUME_ROLE: 'assume-role',
  AWS_ACCESS_KEYS: 'access-keys',
  AWS_WEB_IDENTITY: 'no-stored-keys',
}

export const kindSlugs: readonly string[] = Object.values(kindSlugOf)

export const kindOfSlug = (slug: string): CredentialKindId | undefined => credentialKindIds.find((id) => kindSlugOf[id] === slug)
