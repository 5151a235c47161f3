import type { Context } from '../context.ts'
import type { CloudNetwork } from '../credentials/kind.ts'
import type { LabAws } from './lab.ts'
import { requireLab } from './require.ts'

/** Where the state of an organisation's simulated account is bound to. */
const statePlace = (organisationId: string): string => `lab_aws:${organisationId}`

/** What an organisation's simulated credentials go over: its own simulated account, in this process. Fails with `lab_off`. */
export function cloudNetwork(organisationId: string, context: Context): CloudNetwork {
  requireLab(context)
  return {
    send: (request) =>
      changeCloud(organisationId, context, async (aws, before) => {
        const { response, state } = await aws.answer(request, before)
        return { answer: response, state }
      }),
    serverKeys: () => readCloud(organisationId, context, (aws, state) => aws.serverKeys(state)),
  }
}

/** Reads the simulated account as it is now; one in which nothing has happened yet begins with this. */
export async function readCloud<Answer>(
  organisationId: string,
  context: Context,
  read: (aws: LabAws, state: string) => Answer,
): Promise<Answer> {
  const { aws } = requireLab(context)
  const wrapped = await context.stores.lab.readAws(organisationId)
  if (wrapped !== null) return read(aws, context.keyring.unwrap(wrapped, statePlace(organisationId)))
  return changeCloud(organisationId, context, async (aws, state) => ({ answer: read(aws, state), state }))
}

/** Reads and changes it; whoever comes meanwhile, on whichever node, waits. */
export function changeCloud<Answer>(
  organisationId: string,
  { lab, stores, keyring, runtime }: Context,
  change: (aws: LabAws, state: string) => Promise<{ answer: Answer; state: string }>,
): Promise<Answer> {
  const { aws } = requireLab({ lab })
  const place = statePlace(organisationId)
  return stores.transaction(async (stores) => {
    const wrapped = await stores.lab.lockAws(organisationId)
    const before = wrapped === null ? null : keyring.unwrap(wrapped, place)
    const { answer, state } = await change(aws, before ?? aws.begin())
    if (state !== before) await stores.lab.saveAws(organisationId, keyring.wrap(state, place, runtime.randomBytes))
    return answer
  })
}
