import * as z from 'zod'
import type { Paths } from './paths.ts'
import { readJsonFile, writePrivateFile } from './private-file.ts'

const configSchema = z.object({
  version: z.literal(1),
  /** Settings per profile; no secrets. */
  profiles: z.record(z.string(), z.object({ host: z.string() })),
})
export type Config = z.output<typeof configSchema>

export async function readConfig(paths: Paths): Promise<Config> {
  return (await readJsonFile(paths.config, configSchema)) ?? { version: 1, profiles: {} }
}

/** Remembers the host of a profile, so that later commands need no flag. */
export async function rememberHost(paths: Paths, profile: string, host: string): Promise<void> {
  const config = await readConfig(paths)
  if (config.profiles[profile]?.host === host) return
  await writePrivateFile(paths.config, `${JSON.stringify({ ...config, profiles: { ...config.profiles, [profile]: { host } } }, null, 2)}\n`)
}
