import type { CredentialKindId } from '../credentials/kind.ts'
import type { ReasonCode } from '../exchange/trace.ts'
import type { ProviderId } from '../external-identities/provider.ts'
import type { Runtime } from '../runtime.ts'

/** Somebody who logs in, or tries to, in the Lab. */
export interface Persona {
  id: string
  provider: ProviderId
  /** The platform that vouches for it, as people call it: one provider has several. */
  platform: string
  title: string
  /** One sentence: what it shows. */
  story: string
  expects: { outcome: 'accepted' | 'refused'; code: ReasonCode | null }
}

/** What a persona sends, and the command that would send it from a workload. */
export interface PersonaLogin {
  /** Bodies of the exchange, to be sent in this order; the last one is what the persona shows. */
  bodies: unknown[]
  /** Until when the platform's proof is fresh, in milliseconds since the epoch. */
  validUntil: number
  /** The real command with the simulated credentials as its environment; null where no such command behaves like that. */
  command: { environment: Record<string, string>; words: string[] } | null
}

/** For whom a persona makes its proof. */
export interface LoginTarget {
  organisationId: string
  serviceAccountId: string
  /** Of the server, which a proof may name. */
  publicUrl: string
}

/** An identity that the demo workspace trusts, in the words of `createExtIdentity`. */
export interface DemoIdentity {
  provider: ProviderId
  name: string
  description: string
  config: unknown
}

/** A secret of the simulated Secrets Manager. */
export interface LabSecret {
  name: string
  region: string
  /** Versions that are still there. */
  versions: number
  changedAt: Date
  /** Until when it can be restored; null unless its deletion is scheduled. */
  deletedAt: Date | null
  /** Which sync says that it owns it. */
  ownerId: string | null
  /** Key → value; null when its value is no JSON object of texts, or there is none. */
  entries: ReadonlyMap<string, string> | null
}

/**
 * An account of AWS that stands in for a real one, with a Secrets Manager and a role that trusts this server. All that it knows is its state, a
 * text that whoever asks brings along and keeps: so every node sees the same, and a restart loses nothing.
 */
export interface LabAws {
  /** The state of an account in which nothing has happened yet. */
  begin(): string
  /** What signs in to it, in the words of `createCredential`. */
  credential(state: string): { kind: CredentialKindId; config: unknown; externalId: string }
  /** The server's own keys there. */
  serverKeys(state: string): { accessKeyId: string; secretAccessKey: string }
  /** Answers a signed call as AWS would. Nothing leaves the process. */
  answer(request: Request, state: string): Promise<{ response: Response; state: string }>
  secrets(state: string): LabSecret[]
  /** Changes a key as somebody with other keys would; null when there is no such secret, or its value is no set of keys. */
  edit(change: Pick<LabSecret, 'name' | 'region'> & { key: string; value: string }, state: string): string | null
}

/**
 * The simulator, lent by the composition root: platforms that really verify, and personas who really prove themselves to them. Every
 * organisation has keys of its own; they follow from the server's key, so that all nodes agree and a restart changes nothing.
 */
export interface Lab {
  personas: readonly Persona[]
  identities(organisationId: string): DemoIdentity[]
  /** The whole outside as simulated identities see it. Nothing leaves the process. */
  network(organisationId: string): Runtime['fetch']
  aws: LabAws
  login(personaId: string, target: LoginTarget): Promise<PersonaLogin>
  /**
   * The token that a persona's managed identity is given by the metadata endpoint of its machine, or null unless `secret` is the one of the
   * persona's own command.
   */
  managedIdentityToken(personaId: string, organisationId: string, secret: string, resource: string): Promise<Record<string, string> | null>
}
