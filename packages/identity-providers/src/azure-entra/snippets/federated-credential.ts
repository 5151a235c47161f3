import type { Snippet } from '@bonafide/core'
import { credentialByAz, credentialByAzForManagedIdentity } from './federated-credential-az.ts'
import { credentialByGraph } from './federated-credential-graph.ts'
import { credentialByTerraform } from './federated-credential-terraform.ts'

/** Whom Entra is to trust in place of a secret of an application. */
export interface Federated {
  issuer: string
  subject: string
  /** Address of Microsoft Graph in the cloud of the tenant. */
  graph?: string
}

/** How to create, get, update and delete a federated credential, by every tool that can. */
export const credentialSnippets = (federated: Federated): Snippet[] =>
  [credentialByAz, credentialByAzForManagedIdentity, credentialByTerraform, credentialByGraph].map((make) => make(federated))
