import { DomainError } from '../errors.ts'
import { deeperPath, type Narrowing } from './narrowing.ts'
import { type Named, targetUnreachable, type WantedNarrowing } from './scope.ts'

/** Narrows what a token is narrowed to already; whatever is asked, nothing is won. `held` is null for one that may do all that its account may. */
export function narrow(held: Narrowing | null, wanted: WantedNarrowing): Sought {
  const path = deeperPath(held?.path ?? null, wanted.path)
  if (path === undefined) throw new DomainError('scope_invalid', 'The token is narrowed to another folder: path: must be inside it.')
  const [appId, appName] = both(held?.appId ?? null, wanted.app)
  const [environmentId, environmentName] = both(held?.environmentId ?? null, wanted.environment)
  return { access: held?.access === 'read' ? 'read' : wanted.access, path, appId, appName, environmentId, environmentName }
}

/** What is looked for when a token is made: the app and the environment must fit all that is given here, and be read by the account. */
export interface Sought extends Narrowing {
  appName: string | null
  environmentName: string | null
}

function both(held: string | null, wanted: Named | null): [id: string | null, name: string | null] {
  if (wanted === null) return [held, null]
  if ('name' in wanted) return [held, wanted.name]
  if (held !== null && held !== wanted.id) throw targetUnreachable()
  return [wanted.id, null]
}
