import * as z from 'zod'
import { heldEnvironments } from '../apps/environments.ts'
import type { Context, SignedInContext } from '../context.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import type { PathCount } from './lists.ts'
import { secretPath } from './path.ts'
import type { Folder, SecretTag } from './secret.ts'

const environmentIds = z.array(uuid).max(1000)
const foldersInput = z.object({ environmentIds, path: secretPath.default('/') })
const countInput = z.object({ environmentIds })

/**
 * The folders directly below a path, by name, for each environment; two statements, whatever their number. A folder is there as long as a live
 * secret is in it or below it.
 */
export async function listFolders(input: unknown, context: Context): Promise<Map<string, Folder[]>> {
  authoriseInApps(context, 'Secrets', 'read')
  const { environmentIds, path } = parse(foldersInput, input)
  const paths = await pathsOf(environmentIds, context)
  return new Map([...paths].map(([id, used]) => [id, foldersBelow(path, used)]))
}

/** How many live secrets each environment has; two statements, whatever their number. */
export async function countSecrets(input: unknown, context: Context): Promise<Map<string, number>> {
  authoriseInApps(context, 'Secrets', 'read')
  const paths = await pathsOf(parse(countInput, input).environmentIds, context)
  return new Map([...paths].map(([id, used]) => [id, used.reduce((sum, { secrets }) => sum + secrets, 0)]))
}

async function pathsOf(ids: readonly string[], context: SignedInContext): Promise<Map<string, PathCount[]>> {
  const environments = await heldEnvironments(ids, context.stores, context)
  const paths = new Map(environments.map(({ id }): [string, PathCount[]] => [id, []]))
  for (const path of await context.stores.secrets.listPaths([...paths.keys()])) paths.get(path.environmentId)?.push(path)
  return paths
}

/** Every tag of the organisation, by name. */
export async function listTags(context: Context): Promise<SecretTag[]> {
  authoriseInApps(context, 'Secrets', 'read')
  return context.stores.secrets.listTags(context.actor.organisationId)
}

/** The next level of a tree of paths. */
function foldersBelow(parent: string, paths: readonly { path: string; secrets: number }[]): Folder[] {
  const prefix = parent === '/' ? '/' : `${parent}/`
  const folders = new Map<string, Folder>()
  for (const { path, secrets } of paths) {
    if (path === '/' || !path.startsWith(prefix)) continue
    const [name = ''] = path.slice(prefix.length).split('/')
    const folder = folders.get(name) ?? { name, path: `${prefix}${name}`, secrets: 0 }
    folders.set(name, path === folder.path ? { ...folder, secrets } : folder)
  }
  return [...folders.values()].sort((left, right) => (left.name < right.name ? -1 : 1))
}
