import { OAuthError } from './oauth-error.ts'

interface Asked {
  scope?: string
  audience?: string
  resource?: string
}

/**
 * What `scope`, `audience` and `resource` ask for together, as one scope; undefined when they narrow nothing. An audience is this server or one
 * app, a resource is this server's address or one of an app below it. Both say where, so they must not contradict each other or the scope.
 */
export function scopeOf({ scope, audience, resource }: Asked, publicUrl: string): string | undefined {
  const words = scope === undefined ? [] : [scope]
  const places = new Map<string, string>()
  for (const word of (scope ?? '').split(' ')) {
    const name = /^(?:app|env):/.exec(word)?.[0]
    if (name !== undefined) places.set(name, decoded(word))
  }
  for (const word of [...audienceWords(audience, publicUrl), ...resourceWords(resource, publicUrl)]) {
    const name = word.slice(0, word.indexOf(':') + 1)
    const other = places.get(name)
    if (other !== undefined && other !== decoded(word))
      throw new OAuthError('invalid_target', 'scope, audience and resource name different places: a token is for one.')
    if (other === undefined) words.push(word)
    places.set(name, decoded(word))
  }
  return words.length === 0 ? undefined : words.join(' ')
}

function audienceWords(audience: string | undefined, publicUrl: string): string[] {
  if (audience === undefined || audience === publicUrl) return []
  if (audience.includes('://'))
    throw new OAuthError(
      'invalid_target',
      `audience is ${publicUrl}, or the id or name of an app. Tokens for other servers are not given out.`,
    )
  return [`app:${encodeURIComponent(audience.toWellFormed())}`]
}

function resourceWords(resource: string | undefined, publicUrl: string): string[] {
  if (resource === undefined || resource === publicUrl || resource === `${publicUrl}/`) return []
  const below = resource.startsWith(`${publicUrl}/`) ? resource.slice(publicUrl.length) : ''
  const [, app, environment] = /^\/apps\/([^/?#]+)(?:\/environments\/([^/?#]+))?$/.exec(below) ?? []
  if (app === undefined)
    throw new OAuthError(
      'invalid_target',
      `resource is ${publicUrl}, ${publicUrl}/apps/<app> or ${publicUrl}/apps/<app>/environments/<environment>.`,
    )
  return [`app:${app}`, ...(environment === undefined ? [] : [`env:${environment}`])]
}

/** What is not percent-encoded is refused where the scope is read; here it is only compared. */
function decoded(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch {
    return word
  }
}
