import type { SignedInActor } from '../actor.ts'
import { type Context, requireSignedIn } from '../context.ts'
import { notFound } from '../errors.ts'
import type { Permissions } from '../organisations/permissions.ts'
import { permissionsOf, type Role } from '../organisations/role.ts'
import type { SealedKeyring } from './store.ts'

/** Whoever asks, as the console shows him to himself. */
export interface Viewer {
  actor: SignedInActor
  organisation: { id: string; name: string }
  /** Null for service accounts. */
  email: string | null
  role: Role
  /** What the role allows, managed roles resolved. */
  permissions: Permissions
  /** The member's own sealed keys, for sessions alone: a token has no password to open them with. */
  keyring: SealedKeyring | null
}

export async function readViewer(context: Context): Promise<Viewer> {
  requireSignedIn(context)
  const { actor, stores } = context
  const organisation = await stores.organisations.findOrganisation(actor.organisationId)
  if (!organisation) throw notFound('organisation')
  const email = actor.kind === 'member' ? ((await stores.organisations.findMember(actor.organisationId, actor.id))?.email ?? null) : null
  const keyring = actor.via.kind === 'session' ? await stores.signIn.findSealedKeyring(actor.id) : null
  const { id, name } = organisation
  return { actor, organisation: { id, name }, email, role: actor.role, permissions: permissionsOf(actor.role), keyring }
}
