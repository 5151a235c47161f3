import type { Introspection } from './api.ts'
import { openDoor } from './doors.ts'
import { Failure } from './failure.ts'
import type { Invocation } from './invocation.ts'
import { resolveReferences, type Scope } from './references.ts'
import type { PlainValue, SecretDoor } from './secret.ts'
import { openSession, type Session } from './session.ts'
import { appsNamed, environmentsNamed, findTarget, type Target, type TargetFlags } from './target.ts'

/** One environment, opened: who, where, and the door to its secrets. */
export interface Workspace {
  session: Session
  reach: Introspection
  target: Target
  door: SecretDoor
  /** "Development of web", for sentences. */
  place: string
}

export async function openWorkspace(invocation: Invocation, flags: TargetFlags): Promise<Workspace> {
  const session = await openSession(invocation)
  const reach = await session.api.introspect()
  const target = await findTarget(flags, reach)
  const door = openDoor({ token: session.token, reach, target, api: session.api, randomBytes: invocation.runtime.randomBytes })
  return { session, reach, target, door, place: `${target.environment.environment.name} of ${target.app.name}` }
}

export interface ReadOptions {
  /** Only these keys, each of which must exist. */
  keys?: string[]
  /** Leave references as they are stored. */
  raw?: boolean
}

/** The secrets at the chosen path (the root unless another was named), as programs are to see them: overrides applied, references resolved, by key. */
export async function readForPrograms(workspace: Workspace, { keys, raw }: ReadOptions, invocation: Invocation): Promise<PlainValue[]> {
  const path = workspace.target.path ?? '/'
  // One key is asked for by its digest, so that the audit names what was read and no more.
  const all = await workspace.door.read({ path, key: keys?.length === 1 ? keys[0] : undefined })
  const chosen = keys ? keys.map((key) => all.find((secret) => secret.key === key) ?? missing(key, workspace)) : all
  const sorted = keys ? chosen : [...chosen].sort((left, right) => (left.key < right.key ? -1 : 1))
  return raw || workspace.door.resolvesReferences ? sorted : withReferences(sorted, workspace, invocation)
}

export function missing(key: string, { place, target }: Workspace): never {
  throw new Failure('notFound', `There is no secret "${key}" in ${place}${target.path ? ` at ${target.path}` : ''}.`, {
    why: 'Keys are compared exactly, case included.',
    fix: 'List what is there with bonafide secrets list',
    code: 'not_found',
  })
}

async function withReferences(secrets: PlainValue[], workspace: Workspace, invocation: Invocation): Promise<PlainValue[]> {
  if (!secrets.some((secret) => secret.value.includes('${'))) return secrets
  const missed = new Set<string>()
  const values = await resolveReferences(secrets, scopeOf(workspace, invocation), (reference) => missed.add(reference))
  if (missed.size > 0)
    invocation.terminal.notice(
      `${missed.size} reference${missed.size === 1 ? '' : 's'} could not be resolved and stay${missed.size === 1 ? 's' : ''} as written.`,
    )
  return secrets.map((secret, index) => ({ ...secret, value: values[index] ?? secret.value }))
}

function scopeOf({ session, reach, target, door }: Workspace, { runtime }: Invocation): Scope {
  const scopes = new Map<string, Scope>()
  const scope = (at: Pick<Target, 'app' | 'environment'>, through?: SecretDoor): Scope => {
    const { id } = at.environment.environment
    const known = scopes.get(id)
    if (known) return known
    let all: Promise<PlainValue[]> | undefined
    const read = () => {
      all ??= (through ?? openDoor({ token: session.token, reach, target: at, api: session.api, randomBytes: runtime.randomBytes })).read(
        {},
      )
      return all
    }
    const made: Scope = {
      id,
      value: async (path, key) => (await read()).find((secret) => secret.path === path && secret.key === key)?.value,
      async neighbour({ app: appName, environment: environmentName = '' }) {
        const [app, otherApp] = appName === undefined ? [at.app] : appsNamed(reach.apps, appName)
        const [environment, otherEnvironment] = app ? environmentsNamed(app, environmentName) : []
        // Two that fit equally well: no guess, the reference stays as written.
        return app && environment && !otherApp && !otherEnvironment ? scope({ app, environment }) : undefined
      },
    }
    scopes.set(id, made)
    return made
  }
  return scope(target, door)
}
