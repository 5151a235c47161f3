import type { DemoIdentity, LoginTarget, Persona, PersonaLogin } from '@bonafide/core'
import type { FetchLike } from '@bonafide/stand-ins'

/** One platform of the Lab: adding another is one file that fulfils this and one line in `lab.ts`. */
export interface SimulatedPlatform {
  /** As people call it; personas are shown under it. */
  name: string
  personas: readonly PersonaRow[]
  /** True for the hosts of the real platform, which personas sign for and claim. */
  standsInFor(host: string): boolean
  /** The platform as one organisation knows it: nobody of another one has its keys. */
  open(organisationId: string): OpenPlatform
}

/** A persona in the table of its platform, which knows whose it is. */
export type PersonaRow = Omit<Persona, 'platform'>

export interface OpenPlatform {
  /** What the demo workspace trusts of it. */
  identities: DemoIdentity[]
  fetch: FetchLike
  login(personaId: string, target: LoginTarget): Promise<PersonaLogin>
  /** Where workloads are given tokens by an endpoint of their machine. */
  managedIdentityToken?(personaId: string, secret: string, resource: string): Promise<Record<string, string> | null>
}

export const accepted: Persona['expects'] = { outcome: 'accepted', code: null }
export const refused = (code: Persona['expects']['code']): Persona['expects'] => ({ outcome: 'refused', code })

/** The row of a persona; the caller has found its id in the same table. */
export function rowOf<Row extends PersonaRow>(rows: readonly Row[], personaId: string): Row {
  const row = rows.find(({ id }) => id === personaId)
  if (!row) throw new Error(`there is no persona ${personaId}`)
  return row
}
