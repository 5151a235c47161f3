import { createSync, planSync, readSecrets, type SignedInContext, type Sync, setMemberAccess } from '@bonafide/core'
import type { AwsAccount } from '@bonafide/stand-ins'
import { createSyncWorld, region } from './sync-world.ts'

type Secrets = NonNullable<ReturnType<AwsAccount['secrets']['get']>>
export type PlannedSyncs = Awaited<ReturnType<typeof createPlannedSyncs>>

/** A world in which syncs are made as people make them: planned, looked at, and then created as planned. */
export async function createPlannedSyncs() {
  const world = await createSyncWorld()
  const owner = () => world.owner.context
  let names = 0
  const secretName = () => `shop/secret${++names}`
  const wanted = (environment: { id: string }, fields: object = {}) => ({
    environmentId: environment.id,
    credentialId: world.credential.id,
    options: { secretName: secretName() },
    ...fields,
  })
  return {
    ...world,
    secretName,
    wanted,
    /** Plans, and makes exactly what was planned. `more`: what is said at the end. */
    async create(environment: { id: string }, fields: object = {}, more: object = {}, as: SignedInContext = owner()): Promise<Sync> {
      const input = wanted(environment, fields)
      const { id: planId } = await planSync(input, as)
      return createSync({ ...input, ...more, planId }, as)
    },
    /** A developer who holds these environments alone. */
    async developer(environments: readonly { id: string }[]) {
      const member = await world.member('Developer')
      await setMemberAccess({ memberId: member.id, environmentIds: environments.map(({ id }) => id) }, owner())
      return member
    },
    /** A secret that somebody made without us; null: one without any value. */
    standing(name: string, value: string | null): void {
      const secrets: Secrets = world.account.secrets.get(region) ?? new Map()
      world.account.secrets.set(region, secrets)
      const at = new Date()
      const id = crypto.randomUUID()
      secrets.set(name, {
        name,
        arn: `arn:aws:secretsmanager:${region}:${world.account.id}:secret:${name}-AbCdEf`,
        description: '',
        tags: new Map(),
        versions: new Map(value === null ? [] : [[id, { id, value, stages: new Set(['AWSCURRENT']), createdAt: at }]]),
        createdAt: at,
        changedAt: at,
        deletedAt: null,
      })
    },
    /** Key → value as it is written, references unresolved. */
    async valuesOf({ id: environmentId }: { id: string }, path = '/') {
      const secrets = await readSecrets({ environmentId, path, resolveReferences: false }, owner())
      return Object.fromEntries(secrets.map(({ key, value }) => [key, value]))
    },
  }
}

/** The code of a refusal. */
export const code = (refused: Promise<unknown>) =>
  refused.then(
    () => 'accepted',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )

/** The sentence of a refusal. */
export const sentence = (refused: Promise<unknown>) =>
  refused.then(
    () => 'accepted',
    (error: Error) => error.message,
  )
