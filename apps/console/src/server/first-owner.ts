import { createSetupLink, setUpFromEnvironment } from '@bonafide/core'
import type { Platform } from './services.ts'

/** The link that makes the first owner; undefined when there is one already, or the environment just made him. */
export async function firstOwnerLink({ environment, services, log }: Platform): Promise<string | undefined> {
  if (environment.setup && (await setUpFromEnvironment(environment.setup, services)))
    log.info('the first owner was made from the environment')
  const link = await createSetupLink(services)
  // In the fragment, which no browser sends and no proxy logs.
  return link ? `${environment.publicUrl}/setup#${link.code}` : undefined
}
