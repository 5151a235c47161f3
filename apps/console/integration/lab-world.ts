import { type Lab, type LabView, startLab } from '@bonafide/core'
import { createLab } from '../src/server/lab/lab.ts'
import { createWorld, type Node, post, random, type World, type WorldOptions } from './world.ts'

/** The Lab of the product, by the world's key and clock. */
export const productLab = ({ secret, now }: { secret: string; now(): number }): Lab =>
  createLab({ secretKey: secret, runtime: { now, randomBytes: random } })

export const loadDemo = async ({ owner }: Pick<World, 'owner'>): Promise<LabView & { serviceAccountId: string; appId: string }> => {
  const view = await startLab(owner.context)
  if (!view?.serviceAccount || !view.app) throw new Error('the demo workspace is not there')
  return { ...view, serviceAccountId: view.serviceAccount.id, appId: view.app.id }
}

/** A world whose Lab is on and whose demo workspace is loaded. */
export async function createLabWorld(options: WorldOptions = {}) {
  const world = await createWorld({ lab: productLab, ...options })
  const demo = await loadDemo(world)
  const { lab } = world.services
  if (!lab) throw new Error('the Lab is off')
  const { organisationId } = world.owner.context.actor

  /** What a persona sends to log in to an account. */
  const bodies = async (personaId: string, serviceAccountId = demo.serviceAccountId) =>
    (await lab.login(personaId, { organisationId, serviceAccountId, publicUrl: world.services.settings.publicUrl })).bodies

  const routes = { aws_iam: '/api/v1/auth/aws-iam', azure_entra: '/api/v1/auth/azure', oidc: '/api/v1/auth/oidc' }
  const routeOf = (personaId: string) => routes[lab.personas.find(({ id }) => id === personaId)?.provider ?? 'oidc']
  const send = (personaId: string, body: unknown, node: Node = world.node) => post(`${node.url}${routeOf(personaId)}`, body)

  return {
    ...world,
    lab,
    demo,
    bodies,
    send,
    /** The bearer of a token that a persona has got over HTTP. */
    async bearer(personaId = 'aws-role'): Promise<string> {
      const [body] = await bodies(personaId)
      const { status, json } = await send(personaId, body)
      if (status !== 200) throw new Error(`${personaId} got ${status}`)
      return `Bearer ${json.authentication.bearerToken}`
    },
  }
}

export type LabWorld = Awaited<ReturnType<typeof createLabWorld>>
