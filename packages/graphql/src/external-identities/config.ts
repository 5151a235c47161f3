import type { Context, ExternalIdentity, ExternalIdentityVersion, ProviderId } from '@bonafide/core'

/** A version with the provider of its identity, which never changes. */
export type ShownVersion = ExternalIdentityVersion & { provider: ProviderId }

/** The versions of an identity as they are shown. */
export const shownVersions = (versions: readonly ExternalIdentityVersion[], { provider }: ExternalIdentity): ShownVersion[] =>
  versions.map((version) => ({ ...version, provider }))

/** A configuration as its provider parsed it, marked with the provider so that the union knows its type. */
export type ShownConfig = Record<string, unknown> & { providerId: ProviderId }

/** Parsed again whenever it is shown, defaults included; null when a row was changed behind our back into something invalid. */
export function shownConfig(
  identity: Pick<ExternalIdentity, 'provider' | 'config'>,
  { providers }: Pick<Context, 'providers'>,
): ShownConfig | null {
  const config = providers[identity.provider].configSchema.safeParse(identity.config)
  return config.success ? markedConfig(config.data, identity.provider) : null
}

/** A configuration that its provider has parsed. */
export const markedConfig = (config: unknown, providerId: ProviderId): ShownConfig => ({
  ...(config as Record<string, unknown>),
  providerId,
})
