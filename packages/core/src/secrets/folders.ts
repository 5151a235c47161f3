import * as z from 'zod'
import { heldEnvironment } from '../apps/environments.ts'
import type { Context } from '../context.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse } from '../parse.ts'
import { secretPath } from './path.ts'
import { targetFields, targetOf } from './read.ts'
import type { Folder, SecretTag } from './secret.ts'

const foldersInput = z.object({ ...targetFields, path: secretPath.default('/') })

/** The folders directly below a path, by name. A folder is there as long as a live secret is in it or below it. */
export async function listFolders(input: unknown, context: Context): Promise<Folder[]> {
  authoriseInApps(context, 'Secrets', 'read')
  const { path, ...fields } = parse(foldersInput, input)
  const environment = await heldEnvironment(targetOf(fields), context.stores, context)
  return foldersBelow(path, await context.stores.secrets.listPaths(environment.id))
}

/** Every tag of the organisation, by name. */
export async function listTags(context: Context): Promise<SecretTag[]> {
  authoriseInApps(context, 'Secrets', 'read')
  return context.stores.secrets.listTags(context.actor.organisationId)
}

/** The next level of a tree of paths. */
export function foldersBelow(parent: string, paths: readonly { path: string; secrets: number }[]): Folder[] {
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
