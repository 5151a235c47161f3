import { normalisePath } from '@bonafide/core'
import type { Introspection, ReachableApp, ReachableEnvironment } from './api.ts'
import { Failure, usage } from './failure.ts'
import { findProject } from './project.ts'

/** Flags that say which secrets are meant. */
export interface TargetFlags {
  app?: string
  env?: string
  path?: string
}

export interface Target {
  app: ReachableApp
  environment: ReachableEnvironment
  /** Undefined where no path was asked for. */
  path?: string
}

const defaultEnvironment = 'Development'

/** App, environment and path: by flag, else by the project file, else the token's only app and its Development environment. */
export async function findTarget(flags: TargetFlags, reach: Introspection, folder = process.cwd()): Promise<Target> {
  const project = (await findProject(folder))?.project ?? {}
  const app = chooseApp(flags.app ?? project.app, reach)
  // A project's environment and path belong to the project's app, not to another one named by flag.
  const own = flags.app === undefined || flags.app === project.app ? project : {}
  const path = flags.path ?? own.path
  return {
    app,
    environment: findEnvironment(app, flags.env ?? own.env ?? defaultEnvironment),
    path: path === undefined ? undefined : normalisePath(path),
  }
}

function chooseApp(wanted: string | undefined, { apps }: Introspection): ReachableApp {
  if (wanted !== undefined) return findApp(apps, wanted)
  const [only, another] = apps
  if (!only) {
    throw new Failure('notFound', 'Your token reaches no app.', {
      fix: 'Ask an administrator for access to an environment',
      code: 'not_found',
    })
  }
  if (another) throw usage('Which app? Your token reaches several.', `Add --app, one of: ${apps.map((app) => app.name).join(', ')}`)
  return only
}

/** By id, by exact name, else by name whatever its case. Two that fit equally well are an error, never a guess. */
export function findApp(apps: readonly ReachableApp[], wanted: string): ReachableApp {
  return requireOne(
    appsNamed(apps, wanted),
    'app',
    wanted,
    apps.map((app) => app.name),
  )
}

/** As apps; and `dev`, `staging`, `prod` stand for the environment of that type where only one has it. */
export function findEnvironment(app: ReachableApp, wanted: string): ReachableEnvironment {
  const all = app.environment_keys
  const named = environmentsNamed(app, wanted)
  const typed = named.length > 0 ? named : all.filter((key) => key.environment.env_type === wanted.toLowerCase())
  return requireOne(
    typed,
    'environment',
    wanted,
    all.map((key) => key.environment.name),
  )
}

export const appsNamed = (apps: readonly ReachableApp[], wanted: string): ReachableApp[] => candidates(apps, wanted, (app) => app)

export const environmentsNamed = (app: ReachableApp, wanted: string): ReachableEnvironment[] =>
  candidates(app.environment_keys, wanted, (key) => key.environment)

function candidates<Item>(items: readonly Item[], wanted: string, face: (item: Item) => { id: string; name: string }): Item[] {
  const folded = wanted.toLowerCase()
  const tries = [
    (item: Item) => face(item).id === folded,
    (item: Item) => face(item).name === wanted,
    (item: Item) => face(item).name.toLowerCase() === folded,
  ]
  for (const fits of tries) {
    const found = items.filter(fits)
    if (found.length > 0) return found
  }
  return []
}

function requireOne<Item>(found: Item[], what: string, wanted: string, names: string[]): Item {
  const [one, another] = found
  if (one && !another) return one
  if (another) {
    throw new Failure('invalid', `"${wanted}" is the name of more than one ${what}.`, {
      fix: `Name the ${what} by its id (bonafide apps list --json)`,
      code: 'ambiguous',
    })
  }
  throw new Failure('notFound', `There is no ${what} "${wanted}" that your token reaches.`, {
    why: names.length > 0 ? `It reaches: ${names.join(', ')}.` : undefined,
    fix: what === 'environment' ? 'Name one with --env' : 'Name one with --app',
    code: 'not_found',
  })
}
