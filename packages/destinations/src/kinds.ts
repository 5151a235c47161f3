import type { CredentialKinds } from '@bonafide/core'

/** Every way to sign in to a cloud, with sessions of its own: one set per process. */
export const createCredentialKinds = (): CredentialKinds => ({}) as CredentialKinds
