import type { Context } from '../context.ts'
import type { RemoteSecret } from './destination.ts'

/** Writes to one account and region, by all nodes together: AWS allows fifty a second, and others write there too. */
const writes = { capacity: 20, refillPerSecond: 20 }

/** Waits until there is room for a write; one that puts its tag on a secret first is two. */
export async function takeWrites(account: string, { state, ownerId }: RemoteSecret, syncId: string, { limits }: Context): Promise<void> {
  const calls = state !== 'absent' && ownerId !== syncId ? 2 : 1
  for (let taken = 0; taken < calls; taken++) {
    for (let waitSeconds = await limits.take(`sync_writes:${account}`, writes); waitSeconds > 0; ) {
      await new Promise<void>((resolve) => setTimeout(resolve, waitSeconds * 1000))
      waitSeconds = await limits.take(`sync_writes:${account}`, writes)
    }
  }
}
