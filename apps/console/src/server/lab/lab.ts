import { type Lab, OutboundError, type OutboundRequest, type OutboundResponse, type Runtime } from '@bonafide/core'
import type { FetchLike } from '@bonafide/stand-ins'
import { simulatedAws } from './aws.ts'
import { simulatedAwsAccount } from './aws-cloud.ts'
import { simulatedAzure } from './azure.ts'
import { createDerive } from './derive.ts'
import { simulatedGithub } from './github.ts'
import { simulatedGitlab } from './gitlab.ts'
import { simulatedKubernetes } from './kubernetes.ts'
import type { OpenPlatform, SimulatedPlatform } from './platform.ts'
import { simulatedSpiffe } from './spiffe.ts'

export interface LabOptions {
  /** BONAFIDE_SECRET_KEY: every key of the Lab follows from it. */
  secretKey: string
  runtime: Pick<Runtime, 'now' | 'randomBytes'>
}

/** One organisation's platforms, each with what it stands in for. */
type World = { platform: SimulatedPlatform; open: OpenPlatform }[]

// A world is cheap to make again, so few are kept.
const maxWorlds = 100

/** The simulator: each platform's stand-in with its personas. */
export function createLab({ secretKey, runtime }: LabOptions): Lab {
  const derive = createDerive(secretKey)
  const platforms = [simulatedAws, simulatedAzure, simulatedGithub, simulatedGitlab, simulatedKubernetes, simulatedSpiffe].map(
    (simulated) => simulated(derive, runtime),
  )
  const worlds = new Map<string, World>()
  const worldOf = (organisationId: string): World => {
    const world = worlds.get(organisationId) ?? platforms.map((platform) => ({ platform, open: platform.open(organisationId) }))
    worlds.delete(organisationId)
    worlds.set(organisationId, world)
    const [oldest] = worlds.keys()
    if (worlds.size > maxWorlds && oldest !== undefined) worlds.delete(oldest)
    return world
  }
  const platformOf = (organisationId: string, personaId: string): OpenPlatform | undefined =>
    worldOf(organisationId).find(({ platform }) => platform.personas.some(({ id }) => id === personaId))?.open

  return {
    personas: platforms.flatMap(({ name, personas }) =>
      personas.map(({ id, provider, title, story, expects }) => ({ id, provider, platform: name, title, story, expects })),
    ),
    identities: (organisationId) => worldOf(organisationId).flatMap(({ open }) => open.identities),
    network: (organisationId) => (url, request) => {
      const { host } = new URL(url)
      const world = worldOf(organisationId).find(({ platform }) => platform.standsInFor(host))
      if (!world) throw new OutboundError('refused', `the Lab does not stand in for ${host}`)
      return answerOf(world.open.fetch, url, request)
    },
    aws: simulatedAwsAccount(runtime),
    async login(personaId, target) {
      const platform = platformOf(target.organisationId, personaId)
      if (!platform) throw new Error(`there is no persona ${personaId}`)
      return platform.login(personaId, target)
    },
    async managedIdentityToken(personaId, organisationId, secret, resource) {
      return (await platformOf(organisationId, personaId)?.managedIdentityToken?.(personaId, secret, resource)) ?? null
    },
  }
}

/** An answer of a stand-in, in the shape of the guarded fetch. */
async function answerOf(fetch: FetchLike, url: string, { method = 'GET', headers, body }: OutboundRequest = {}): Promise<OutboundResponse> {
  const response = await fetch(url, { method, headers, body, redirect: 'error' })
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  }
}
