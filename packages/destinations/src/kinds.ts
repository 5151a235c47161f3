import { type CredentialKind, type CredentialKinds, credentialKindIds } from '@bonafide/core'
import type { Aws } from './aws/aws.ts'

/** Every way to sign in to a cloud. */
export function createCredentialKinds(aws: Aws): CredentialKinds {
  const kinds = credentialKindIds.map((id): [typeof id, CredentialKind] => {
    const way = aws.ways[id]
    const check: CredentialKind['check'] = async (access) => {
      const { principal, account } = await aws.signIn(access, { anew: true })
      return { principal, account, isUnprotected: await way.isUnprotected(access) }
    }
    return [id, { ...way.kind, check }]
  })
  return Object.fromEntries(kinds) as CredentialKinds
}
