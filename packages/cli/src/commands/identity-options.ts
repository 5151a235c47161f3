import type { Command } from 'commander'
import type { ProviderName } from '../identity-providers.ts'
import { type Options, secondsOf } from './identity-config.ts'
import { flagsOf } from './identity-flags.ts'

/** What every identity has, whatever its provider. */
export interface IdentityFlags extends Record<string, unknown> {
  name?: string
  description?: string
  tokenName?: string
  ttl?: string
  maxTtl?: string
}

export const identityOptions = (command: Command): Command =>
  command
    .option('--description <text>', 'what it is for')
    .option('--token-name <name>', 'name of the tokens that it gives')
    .option('--ttl <duration>', 'how long its tokens live unless a login asks for less or more')
    .option('--max-ttl <duration>', 'how long they live at most')
    .option('--config <file>', "the provider's configuration as JSON instead of flags, or - for stdin")

export const fieldsBy = ({ name, description, tokenName, ttl, maxTtl }: IdentityFlags) => ({
  name,
  description,
  tokenName,
  defaultTtl: ttl === undefined ? undefined : secondsOf(ttl, 'ttl'),
  maxTtl: maxTtl === undefined ? undefined : secondsOf(maxTtl, 'max-ttl'),
})

const sharedFlags: Record<string, string> = {
  name: '--name',
  description: '--description',
  tokenName: '--token-name',
  defaultTtl: '--ttl',
  maxTtl: '--max-ttl',
}

/** The flag to mend where the server objects to a part of the input. */
export const flagFor =
  (provider: ProviderName, { config }: Options) =>
  ([first = '', , name]: readonly string[]): string | undefined => {
    if (first !== 'config') return sharedFlags[first]
    const flag = flagsOf(provider).find(({ field }) => field.name === name)?.flag
    return flag !== undefined && config === undefined ? `--${flag}` : undefined
  }
