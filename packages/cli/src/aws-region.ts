import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from './env.ts'
import { isMissing } from './private-file.ts'

/** The region AWS tools would use here: from the environment, else from the profile in the AWS configuration file. Undefined when neither says. */
export async function awsRegion({ all, home = homedir() }: Environment): Promise<string | undefined> {
  const named = all.AWS_REGION || all.AWS_DEFAULT_REGION
  if (named) return named
  const text = await readIfThere(all.AWS_CONFIG_FILE || join(home, '.aws', 'config'))
  return regionIn(text, all.AWS_PROFILE || 'default')
}

/** `region = …` below `[profile name]`; the default profile's heading is `[default]`. */
export function regionIn(config: string, profile: string): string | undefined {
  let inside = false
  for (const line of config.split(/\r?\n/)) {
    const heading = /^\s*\[\s*(?:profile\s+)?([^\]]*?)\s*\]/.exec(line)
    if (heading) inside = heading[1] === profile
    const region = inside ? /^region\s*=\s*(\S+)/.exec(line)?.[1] : undefined
    if (region) return region
  }
  return undefined
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return ''
    throw error
  }
}
