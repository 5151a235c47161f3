import { createApp, listEnvironments, runDue } from '@bonafide/core'
import { type Queue, startQueue } from '@bonafide/database'
import { type Aws, allow, region, roleFor, startAws } from './aws-world.ts'
import { createCommandWorld } from './cli-world.ts'

export type CommandSyncWorld = Awaited<ReturnType<typeof createCommandSyncWorld>>

/** The shipped command beside a server that runs its syncs, and an AWS of their own over HTTP; signed in as the owner. */
export async function createCommandSyncWorld() {
  const aws = await startAws()
  const world = await createCommandWorld()
  const unexpected: unknown[] = []
  const queue: Queue = await startQueue({
    pool: world.database.pool,
    concurrency: 2,
    tasks: {
      sync: (payload) =>
        runDue((payload as { syncId: string }).syncId, world.services, { onUnexpected: (error) => void unexpected.push(error) }),
    },
    onError: (_, error) => void unexpected.push(error),
  })
  const { createPersonalAccessToken } = await world.graphql(
    'mutation { createPersonalAccessToken(input: { name: "laptop", expiresInSeconds: 3600 }) { token } }',
  )
  const { run } = world.machine({ BONAFIDE_TOKEN: createPersonalAccessToken.token })
  const current = (name: string) =>
    [...(aws.customer.secrets.get(region)?.get(name)?.versions.values() ?? [])].find(({ stages }) => stages.has('AWSCURRENT'))

  return {
    ...world,
    ...aws,
    token: createPersonalAccessToken.token as string,
    run,
    /** What no run should have met. */
    unexpected,
    /** What `--json` prints. */
    json: async (...words: string[]) => JSON.parse((await run([...words, '--json'])).stdout),
    /** The value of a secret in AWS as everybody reads it. */
    remote: (name: string): string | undefined => current(name)?.value,
    /** Edits it behind our back. */
    edit(name: string, value: object) {
      const versions = aws.customer.secrets.get(region)?.get(name)?.versions
      for (const { stages } of versions?.values() ?? []) stages.delete('AWSCURRENT')
      const id = crypto.randomUUID()
      versions?.set(id, { id, value: JSON.stringify(value), stages: new Set(['AWSCURRENT']), createdAt: new Date() })
    },
    /** A role of the customer's, and the credential by which the server assumes it. */
    async credential(name: string, policies = [allow('secretsmanager:*')]) {
      const externalId = (await run(['credentials', 'external-id'])).stdout.trim()
      const role = roleFor(aws as Aws, externalId, name, policies)
      const words = ['--kind', 'assume-role', '--name', name, '--role-arn', role.arn, '--region', region]
      return { role, externalId, outcome: await run(['credentials', 'create', ...words]) }
    },
    /** An app of the owner's with the ids of its environments by name. */
    async ownApp(name: string): Promise<{ id: string; environments: Record<string, string> }> {
      const app = await createApp({ name }, world.owner.context)
      const environments = await listEnvironments({ appId: app.id }, world.owner.context)
      return { id: app.id, environments: Object.fromEntries(environments.map((one) => [one.name, one.id])) }
    },
    async close() {
      await queue.stop()
      await world.close()
      await aws.close()
    },
  }
}
